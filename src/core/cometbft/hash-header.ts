/** Header hash (CometBFT v0.38, `types/block.go`, `Header.Hash`). */
import { concatBytes } from '../bytes/index.ts';
import { merkleRoot } from '../merkle/index.ts';
import { CometbftError } from './cometbft-error.ts';
import { HEADER_HASHES, type Header } from './types.ts';
import { bytesField, encodeBlockId, encodeTimestamp, textField, varintField } from './wire.ts';

/**
 * The 32-byte identity of a header: the root over its fourteen fields.
 *
 * @throws {@link CometbftError} `cometbft/no-validators-hash`: such a header has no hash.
 */
export function hashHeader(header: Header): Uint8Array {
  if (header.validatorsHash.length === 0) {
    throw new CometbftError('cometbft/no-validators-hash', 'a header without validators');
  }
  return merkleRoot(headerFields(header));
}

/** The leaves of the header's tree; a scalar that is empty is an empty leaf. */
export function headerFields(header: Header): Uint8Array[] {
  const { block, app } = header.version;
  return [
    concatBytes(varintField(1, block), varintField(2, app)),
    textField(1, header.chainId),
    varintField(1, header.height),
    encodeTimestamp(header.time),
    encodeBlockId(header.lastBlockId),
    ...HEADER_HASHES.map((name) => bytesField(1, header[name])),
  ];
}
