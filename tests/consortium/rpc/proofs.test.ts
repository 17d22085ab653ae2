import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Consortium } from '#consortium/chain/index.ts';
import { encodeUtf8, formatBase64, formatHex, parseBase64 } from '#core/bytes/index.ts';
import { hashResults, parseSignedHeader } from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { verifyInclusion } from '#core/merkle/index.ts';
import {
  decodeLogAnswer,
  decodeRegistryMap,
  encodeLogQuery,
  registryRoot,
  signTx,
} from '#core/registry/index.ts';
import { batchOf } from '../../core/registry/departments.ts';
import { at, startTestConsortium, TAX_KEY, text, type RpcClient } from './rpc-client.ts';
import { rootOfValueOp } from './value-op.ts';

let consortium: Consortium;
let node: RpcClient;
let batch: { readonly hash: Uint8Array; readonly height: number };

beforeAll(async () => {
  ({ consortium, node, batch } = await startTestConsortium());
});

afterAll(async () => {
  await consortium.stop();
});

describe('transactions', () => {
  it('are proven under the data hash of their block', async () => {
    const answer = await node.result('tx', { hash: formatBase64(batch.hash), prove: true });
    const tx = parseBase64(text(answer, 'tx'));
    expect(sha256(tx)).toEqual(batch.hash);
    const { header } = parseSignedHeader(
      at(await node.result('commit', { height: text(answer, 'height') }), 'signed_header'),
    );
    const aunts = at(answer, 'proof', 'proof', 'aunts') as string[];
    verifyInclusion(header.dataHash, sha256(tx), {
      index: Number(text(answer, 'proof', 'proof', 'index')),
      total: Number(text(answer, 'proof', 'proof', 'total')),
      aunts: aunts.map(parseBase64),
    });
    expect((await node.get(`tx?hash=0x${formatHex(batch.hash)}&prove=true`)).result).toEqual(
      answer,
    );
  });

  it('have results that the next header commits to', async () => {
    const results = await node.result('block_results', { height: String(batch.height) });
    const codes = at(results, 'txs_results') as unknown[];
    const fields = codes.map((item) => ({
      code: Number(at(item, 'code')),
      data: new Uint8Array(),
      gasWanted: 0n,
      gasUsed: 0n,
    }));
    const next = await node.result('commit', { height: String(batch.height + 1) });
    const { header } = parseSignedHeader(at(next, 'signed_header'));
    expect(hashResults(fields)).toEqual(header.lastResultsHash);
  });

  it('are answered when checked, or when in a block', async () => {
    const content = (sequence: number, fill: number) => ({
      chainId: consortium.chainId,
      signer: 'issuer/tax',
      sequence,
      body: batchOf('tax', fill),
    });
    const sequence = consortium.nextSequence('issuer/tax');
    const tx = formatBase64(await signTx(content(sequence, 20), [TAX_KEY]));
    const committed = await node.result('broadcast_tx_commit', { tx });
    expect(at(committed, 'tx_result', 'code')).toBe(0);
    expect(Number(at(committed, 'height'))).toBeGreaterThan(batch.height);
    const stale = await node.result('broadcast_tx_sync', { tx });
    expect([at(stale, 'code'), at(stale, 'log')]).toEqual([5, 'registry/wrong-sequence']);
    const refused = await node.result('broadcast_tx_commit', {
      tx: formatBase64(Uint8Array.of(9)),
    });
    expect([at(refused, 'check_tx', 'log'), at(refused, 'height')]).toEqual([
      'registry/malformed',
      '0',
    ]);
  });
});

describe('the registry', () => {
  it('gives one entry with a simple:v proof that leads to the next header', async () => {
    const name = encodeUtf8('log/tax');
    const height = consortium.chain.height - 1;
    const response = await node.query('/key', name, { prove: true, height: String(height) });
    const op = at(response, 'proofOps', 'ops', 0);
    expect(at(op, 'type')).toBe('simple:v');
    expect(parseBase64(text(op, 'key'))).toEqual(name);
    const next = await node.result('commit', { height: String(height + 1) });
    const { header } = parseSignedHeader(at(next, 'signed_header'));
    expect(
      rootOfValueOp(parseBase64(text(op, 'data')), parseBase64(text(response, 'value'))),
    ).toEqual(header.appHash);
  });

  it('gives the whole map, whose root is the app hash of the next header', async () => {
    const height = consortium.chain.height - 1;
    const response = await node.query('/registry', new Uint8Array(), { height: String(height) });
    const entries = decodeRegistryMap(parseBase64(text(response, 'value')));
    const next = await node.result('commit', { height: String(height + 1) });
    const { header } = parseSignedHeader(at(next, 'signed_header'));
    expect(registryRoot(entries)).toEqual(header.appHash);
  });

  it('gives batches from a number on, and a status token by digest', async () => {
    const log = async (from: number) =>
      decodeLogAnswer(
        parseBase64(
          text(await node.query('/log', encodeLogQuery({ issuer: 'tax', from })), 'value'),
        ),
      );
    const all = await log(0);
    expect(all[0]?.root).toEqual(new Uint8Array(32).fill(7));
    expect(await log(1)).toEqual(all.slice(1));
    expect(await log(1000)).toEqual([]);
    const token = encodeUtf8('aa.bb.cc');
    expect(parseBase64(text(await node.query('/blob', sha256(token)), 'value'))).toEqual(token);
    expect(at(await node.query('/blob', new Uint8Array(32)), 'value')).toBeNull();
  });

  it('refuses to answer with a code', async () => {
    const log = async (...args: Parameters<typeof node.query>) =>
      at(await node.query(...args), 'log');
    expect(await log('/nope', new Uint8Array())).toBe('query/unknown-path');
    expect(await log('/key', encodeUtf8('issuer/none'))).toBe('query/not-found');
    expect(await log('/key', Uint8Array.of(255))).toBe('query/malformed');
    expect(await log('/log', Uint8Array.of(255))).toBe('query/malformed');
    expect(await log('/registry', new Uint8Array(), { height: '9999' })).toBe(
      'query/height-not-available',
    );
  });
});
