/** Headers over changes of the validators, judged by our light client and by CometBFT's own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProfile } from '#consortium/chain/index.ts';
import { nodeCall } from '#consortium/client/index.ts';
import {
  cometbftPath,
  startCometbft,
  type CometbftConsortium,
} from '#consortium/cometbft/index.ts';
import { Child } from '#consortium/cometbft/child.ts';
import { validatorKeyOf } from '#consortium/cometbft/node-homes.ts';
import { formatHex } from '#core/bytes/index.ts';
import { verifyAtHeight, type WalkMode } from '#core/chain/index.ts';
import { cometbftEngine, hashHeader, rpcSource } from '#core/cometbft/index.ts';
import { memoryStore } from '../support/chain-builder.ts';
import { heightAfter, heightOf, until } from './nodes.ts';

const ORACLE = 26_999;

let consortium: CometbftConsortium;

beforeAll(async () => {
  consortium = await startCometbft({ intervals: { blockMs: 100, idleMs: 300 } });
});

afterAll(() => consortium.stop());

/** Powers that change by the founders' will, each with time to come into force. */
async function changeValidators(): Promise<number> {
  const [first] = consortium.nodes;
  if (first === undefined) throw new Error();
  const known = validatorKeyOf(consortium.home, 0);
  const absent = new Uint8Array(32).fill(9);
  for (const [publicKey, power] of [
    [absent, 1],
    [known, 3],
    [absent, 0],
    [known, 1],
  ] as const) {
    const name = { 'zh-CN': '示例节点', en: 'Example Node' };
    await consortium.foundersSign({ kind: 'set-validator', publicKey, name, power });
    await heightAfter(first, (await heightOf(first)) + 3);
  }
  return heightOf(first);
}

/** Hash of the header at a height, from the anchor on. */
async function ourHash(height: number, mode: WalkMode): Promise<string> {
  const profile = makeProfile(consortium, []);
  const { block } = await verifyAtHeight(
    {
      profile,
      engine: cometbftEngine(),
      sources: profile.nodes.map(({ url }) => rpcSource(nodeCall(url))),
      store: memoryStore(),
      now: new Date(),
      elapsedMs: () => 0,
      patience: () => new Promise((resolve) => setTimeout(resolve, 5_000)),
      mode,
      onProgress: () => undefined,
    },
    height,
  );
  return formatHex(hashHeader(block.header));
}

function startOracle(folder: string): Child {
  const { chainId, anchor, nodes } = consortium;
  const [primary, ...witnesses] = nodes.map(({ url }) => url);
  const options = {
    primary,
    witnesses: witnesses.join(','),
    height: anchor.height,
    hash: anchor.hash,
    laddr: `tcp://127.0.0.1:${ORACLE}`,
    'home-dir': folder,
  };
  const flags = Object.entries(options).map(([name, value]) => `--${name}=${String(value)}`);
  return new Child(cometbftPath(), ['light', chainId, ...flags], join(folder, 'log'));
}

describe('headers of real nodes', () => {
  it('over four changes of the validators have the hashes that CometBFT finds', async () => {
    const last = await changeValidators();
    const folder = mkdtempSync(join(tmpdir(), 'lightseal-oracle-'));
    const oracle = startOracle(folder);
    const call = nodeCall(`http://127.0.0.1:${ORACLE}`);
    const oracleHash = async (height: number) => {
      const answer = (await call('commit', { height: String(height) })) as {
        readonly signed_header: {
          readonly commit: { readonly block_id: { readonly hash: string } };
        };
      };
      return answer.signed_header.commit.block_id.hash.toLowerCase();
    };
    try {
      await until(() => oracleHash(consortium.anchor.height).then(Boolean, () => false));
      const sets = new Set<string>();
      for (let height = consortium.anchor.height; height <= last; height++) {
        const expected = await oracleHash(height);
        expect(await ourHash(height, 'skipping')).toBe(expected);
        sets.add(await validatorsHash(height));
      }
      expect(await ourHash(last, 'sequential')).toBe(await oracleHash(last));
      // Four others, of which the last is the first again.
      expect(sets.size).toBe(4);
    } finally {
      await oracle.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function validatorsHash(height: number): Promise<string> {
  const { url = '' } = consortium.nodes[0] ?? {};
  const answer = (await nodeCall(url)('commit', { height: String(height) })) as {
    readonly signed_header: { readonly header: { readonly validators_hash: string } };
  };
  return answer.signed_header.header.validators_hash;
}
