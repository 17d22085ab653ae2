/** Blocks with the genuine votes of validators whose keys were stolen. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { parseHex } from '#core/bytes/index.ts';
import {
  BLOCK_ID_FLAG,
  formatCommit,
  formatHeader,
  hashHeader,
  parseSignedHeader,
  timestampOf,
  timeNs,
  voteSignBytes,
  type Commit,
  type CommitSig,
  type SignedHeader,
} from '#core/cometbft/index.ts';
import type { EmbeddedChain } from '#consortium/chain/index.ts';
import type { Mutation } from '#consortium/rpc/index.ts';
import { onCommit } from './lies.ts';

type Rules = EmbeddedChain['rules'];

/** A node that tells of another state, with the votes of the first `thieves` validators. */
export function forgedHistory(rules: Rules, thieves: number, from = 0): Mutation {
  return onCommit((signed) => {
    const genuine = parseSignedHeader(signed);
    if (genuine.header.height < from) return;
    const forged = forge(rules, genuine, thieves);
    Object.assign(signed, {
      header: formatHeader(forged.header),
      commit: formatCommit(forged.commit),
    });
  });
}

function forge(rules: Rules, { header, commit }: SignedHeader, thieves: number): SignedHeader {
  const invented = { ...header, appHash: parseHex('ab'.repeat(32)) };
  const hash = hashHeader(invented);
  const blockId = { hash, parts: { total: 1, hash } };
  const unsigned: Commit = { ...commit, blockId, signatures: [] };
  const timestamp = timestampOf(timeNs(header.time) + 1_000_000n);
  const signatures = rules.validators.map(({ validator, secretKey }, index): CommitSig => {
    if (index >= thieves) return ABSENT;
    const vote = { flag: BLOCK_ID_FLAG.commit, timestamp };
    const signature = ed25519.sign(voteSignBytes(rules.chainId, unsigned, vote), secretKey);
    return { ...vote, address: validator.address, signature };
  });
  return { header: invented, commit: { ...unsigned, signatures } };
}

const ABSENT: CommitSig = {
  flag: BLOCK_ID_FLAG.absent,
  address: new Uint8Array(),
  timestamp: { seconds: -62_135_596_800n, nanos: 0 },
  signature: new Uint8Array(),
};
