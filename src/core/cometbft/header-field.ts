/** One field of a header, proven under the header's hash with four hashes instead of the header. */
import { MerkleError, verifyInclusion } from '../merkle/index.ts';
import { CometbftError } from './cometbft-error.ts';
import { HEADER_HASHES } from './types.ts';

/** In the order in which they are hashed. */
const FIELDS = ['version', 'chainId', 'height', 'time', 'lastBlockId', ...HEADER_HASHES] as const;
export type HeaderField = (typeof FIELDS)[number];

/**
 * Verifies that a header with this hash has this field.
 *
 * @param headerHash - Verified by the light client.
 * @param untrustedItem - The field as it is hashed: see {@link headerFields}.
 * @param untrustedAunts - From the field's own sibling up.
 * @throws {@link CometbftError} `cometbft/proof-mismatch`.
 */
export function verifyHeaderField(
  headerHash: Uint8Array,
  field: HeaderField,
  untrustedItem: Uint8Array,
  untrustedAunts: readonly Uint8Array[],
): void {
  const place = { index: FIELDS.indexOf(field), total: FIELDS.length };
  try {
    verifyInclusion(headerHash, untrustedItem, { ...place, aunts: untrustedAunts });
  } catch (cause) {
    if (!(cause instanceof MerkleError)) throw cause;
    throw new CometbftError('cometbft/proof-mismatch', 'not of this header', { cause });
  }
}
