/** What can be done with the keys of validators of a real network. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LightBlockSource } from '#core/chain/index.ts';
import {
  BLOCK_ID_FLAG,
  validatorAddress,
  type Header,
  type LightBlock,
} from '#core/cometbft/index.ts';
import { equalBytes, parseBase64 } from '#core/bytes/index.ts';
import { seal, type Member } from './chain-builder.ts';

/** The key in a node's home, of power 1. */
export function stolenKey(nodeHome: string): Member {
  const path = join(nodeHome, 'config', 'priv_validator_key.json');
  const file = JSON.parse(readFileSync(path, 'utf8')) as Readonly<
    Record<'pub_key' | 'priv_key', { readonly value: string }>
  >;
  const key = { type: 'ed25519', bytes: parseBase64(file.pub_key.value) } as const;
  const secretKey = parseBase64(file.priv_key.value).slice(0, 32);
  return { secretKey, validator: { address: validatorAddress(key), key, power: 1n } };
}

/** A node that tells the truth up to a height, and of another state after it. */
export function forgingSource(
  honest: LightBlockSource<LightBlock>,
  thieves: readonly Member[],
  after: number,
): LightBlockSource<LightBlock> {
  return {
    ...honest,
    lightBlock: async (height, cancelled) => {
      const genuine = await honest.lightBlock(height, cancelled);
      return genuine.header.height <= after ? genuine : forge(genuine, thieves);
    },
  };
}

function forge({ header, validators, nextValidators }: LightBlock, thieves: readonly Member[]) {
  const invented: Header = { ...header, appHash: header.appHash.map((byte) => byte ^ 0xff) };
  const set = validators.map((validator) => {
    const thief = thieves.find((one) => equalBytes(one.validator.address, validator.address));
    return { validator, secretKey: thief?.secretKey ?? NO_KEY };
  });
  const vote = ({ secretKey }: Member) =>
    secretKey === NO_KEY ? BLOCK_ID_FLAG.absent : BLOCK_ID_FLAG.commit;
  return { ...seal(invented, set, [], { vote }), nextValidators };
}

const NO_KEY = new Uint8Array(32);
