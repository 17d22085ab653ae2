/** Bytes that a validator signs for a commit (CometBFT v0.38, `types/canonical.go`). */
import { concatBytes, encodeVarint } from '../bytes/index.ts';
import { BLOCK_ID_FLAG, type Commit, type CommitSig } from './types.ts';
import {
  encodeBlockId,
  encodeTimestamp,
  fixed64Field,
  message,
  textField,
  varintField,
} from './wire.ts';

const PRECOMMIT = 2;

/** Builds the sign-bytes of one slot of a commit. */
export type SignBytes = (slot: Pick<CommitSig, 'flag' | 'timestamp'>) => Uint8Array;

/**
 * Sign-bytes of the precommits of `commit`. Only the timestamp differs between validators, so what
 * stands before and behind it is built once. A vote for nil carries no block id.
 */
export function signBytesOf(
  chainId: string,
  commit: Pick<Commit, 'height' | 'round' | 'blockId'>,
  voteType = PRECOMMIT,
): SignBytes {
  const nil = concatBytes(
    varintField(1, voteType),
    fixed64Field(2, commit.height),
    fixed64Field(3, commit.round),
  );
  const forBlock = concatBytes(nil, message(4, encodeBlockId(commit.blockId)));
  const tail = textField(6, chainId);
  return ({ flag, timestamp }) => {
    const head = flag === BLOCK_ID_FLAG.commit ? forBlock : nil;
    const time = message(5, encodeTimestamp(timestamp));
    return concatBytes(encodeVarint(head.length + time.length + tail.length), head, time, tail);
  };
}

/** Sign-bytes of a single vote; `voteType` is 2, a precommit, in every commit. */
export function voteSignBytes(
  chainId: string,
  commit: Pick<Commit, 'height' | 'round' | 'blockId'>,
  slot: Pick<CommitSig, 'flag' | 'timestamp'>,
  voteType = PRECOMMIT,
): Uint8Array {
  return signBytesOf(chainId, commit, voteType)(slot);
}
