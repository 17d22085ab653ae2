/** A header and its votes as CometBFT's protobuf bytes. */
import { concatBytes } from '../bytes/index.ts';
import { HEADER_HASHES, type Commit, type Header } from './types.ts';
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
    ...HEADER_HASHES.map((name, at) => bytesField(6 + at, header[name])),
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
