/**
 * A parcel of trust data that one device hands to another: the light blocks on the way to a head, and the
 * delta of the trust pack under it, as one deterministic CBOR list `[version, chainId, blocks, delta]`.
 * It is a stream's payload, or a file.
 */
import { decodeCbor, encodeCbor, type Cbor } from '../bytes/index.ts';
import { isRefusal } from '../errors.ts';
import { isList } from './json-cbor.ts';
import { LIMITS } from './limits.ts';
import { malformed, newer, QrError, tooLarge } from './qr-error.ts';

/** A parcel that was taken apart; of its parts nothing is read yet, and nothing believed. */
export interface TrustParcel {
  /** Of which chain it says it is. */
  readonly chainId: string;
  /** Light blocks as their engine encodes them, ascending; the last one is the head. */
  readonly blocks: readonly Uint8Array[];
  /** As `encodePackDelta` encodes it. */
  readonly delta: Uint8Array;
}

/** Most bytes of a parcel, in a file. */
export const PARCEL_BYTES = LIMITS.parcel;

const VERSION = 1;
const CHAIN_ID = /^[\x21-\x7e]{1,50}$/;

/** Whether a parcel goes by a moving code; a larger one goes as a file. */
export function fitsStream(parcel: Uint8Array): boolean {
  return parcel.length < LIMITS.stream;
}

/** @throws {@link QrError} `qr/too-large`, or `qr/malformed` for what would not be read back. */
export function encodeTrustParcel({
  chainId,
  blocks,
  delta,
}: TrustParcel): Uint8Array<ArrayBuffer> {
  if (blocks.length > LIMITS.blocks) throw tooLarge();
  if (!CHAIN_ID.test(chainId) || blocks.length === 0) throw malformed('parcel');
  const encoded = encodeCbor([VERSION, chainId, blocks, delta]);
  if (encoded.length > LIMITS.parcel) throw tooLarge();
  return encoded;
}

/**
 * @throws {@link QrError} `qr/too-large` over 64 MiB or 64 blocks, `qr/newer-version` for a parcel of a
 * later app, `qr/malformed`.
 */
export function decodeTrustParcel(untrusted: Uint8Array): TrustParcel {
  if (untrusted.length > LIMITS.parcel) throw tooLarge();
  const whole = decoded(untrusted);
  if (!isList(whole) || typeof whole[0] !== 'number') throw malformed('not a parcel');
  if (whole[0] > VERSION) throw newer();
  const [version, chainId, blocks, delta] = whole;
  if (version !== VERSION || whole.length !== 4) throw malformed('parts');
  if (typeof chainId !== 'string' || !CHAIN_ID.test(chainId)) throw malformed('chain');
  if (!isList(blocks) || blocks.length === 0) throw malformed('blocks');
  if (blocks.length > LIMITS.blocks) throw tooLarge();
  if (!blocks.every(isBytes) || !isBytes(delta)) throw malformed('block, delta');
  return { chainId, blocks, delta };
}

function isBytes(untrusted: Cbor | undefined): untrusted is Uint8Array {
  return untrusted instanceof Uint8Array && untrusted.length > 0;
}

function decoded(untrusted: Uint8Array): Cbor {
  try {
    return decodeCbor(untrusted, LIMITS.parcel);
  } catch (cause) {
    if (cause instanceof QrError || !isRefusal(cause)) throw cause;
    throw malformed('not deterministic CBOR', cause);
  }
}
