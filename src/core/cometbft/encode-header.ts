/** A header and its votes as CometBFT's protobuf bytes. */
import { concatBytes } from '../bytes/index.ts';
import type { Commit, Header } from './types.ts';
import {
  bytesField,
  encodeBlockId,
  encodeCommitSig,
  encodeTimestamp,
  message,
  textField,
  varintField,
} from './wire.ts';

/** `tendermint.types.Header`. */
export function encodeHeader(header: Header): Uint8Array {
  const { block, app } = header.version;
  return concatBytes(
    message(1, concatBytes(varintField(1, block), varintField(2, app))),
    textField(2, header.chainId),
    varintField(3, header.height),
    message(4, encodeTimestamp(header.time)),
    message(5, encodeBlockId(header.lastBlockId)),
    bytesField(6, header.lastCommitHash),
    bytesField(7, header.dataHash),
    bytesField(8, header.validatorsHash),
    bytesField(9, header.nextValidatorsHash),
    bytesField(10, header.consensusHash),
    bytesField(11, header.appHash),
    bytesField(12, header.lastResultsHash),
    bytesField(13, header.evidenceHash),
    bytesField(14, header.proposerAddress),
  );
}

/** `tendermint.types.Commit`. */
export function encodeCommit(commit: Commit): Uint8Array {
  return concatBytes(
    varintField(1, commit.height),
    varintField(2, commit.round),
    message(3, encodeBlockId(commit.blockId)),
    ...commit.signatures.map((slot) => message(4, encodeCommitSig(slot))),
  );
}
