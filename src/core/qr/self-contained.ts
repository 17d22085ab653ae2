/**
 * A self-contained proof: a presentation with everything that it is verified against, as one
 * deterministic CBOR list `[version, code, blocks, excerpt]`. It is always a stream's payload.
 */
import { decodeCbor, encodeCbor, type Cbor } from '../bytes/index.ts';
import { isRefusal } from '../errors.ts';
import { codeFromBytes, codeToBytes } from './code-bytes.ts';
import { isList } from './json-cbor.ts';
import { LIMITS } from './limits.ts';
import { malformed, newer, QrError, tooLarge } from './qr-error.ts';

/** A proof that was taken apart; of its parts nothing is read yet, and nothing believed. */
export interface SelfContained extends ProofGrounds {
  /** Text of the presentation, for `decodeEnvelope`, carried by a stream. */
  readonly code: string;
}

/** What a presentation rests on; the same for as long as the same copy is shown. */
export interface ProofGrounds {
  /** Light blocks as their engine encodes them, ascending; the last one is what the excerpt is of. */
  readonly blocks: readonly Uint8Array[];
  /** As `encodeExcerpt` encodes it. */
  readonly excerpt: Uint8Array;
}

const VERSION = 1;

/** @throws {@link QrError} `qr/too-large`, or `qr/malformed` for a text that is not that of a code. */
export function encodeSelfContained(proof: SelfContained): Uint8Array<ArrayBuffer> {
  const { code, blocks, excerpt } = proof;
  if (blocks.length === 0) throw malformed('no block');
  if (blocks.length > LIMITS.blocks) throw tooLarge();
  const encoded = encodeCbor([VERSION, codeToBytes(code), blocks, excerpt]);
  if (encoded.length >= LIMITS.stream) throw tooLarge();
  return encoded;
}

/**
 * @throws {@link QrError} `qr/too-large` over 256 KiB or 64 blocks, `qr/newer-version` for a proof of
 * a later app, `qr/malformed`.
 */
export function decodeSelfContained(untrusted: Uint8Array): SelfContained {
  if (untrusted.length >= LIMITS.stream) throw tooLarge();
  const whole = decoded(untrusted);
  if (!isList(whole) || typeof whole[0] !== 'number') throw malformed('not a proof');
  if (whole[0] > VERSION) throw newer();
  const [version, code, blocks, excerpt] = whole;
  if (version !== VERSION || whole.length !== 4) throw malformed('parts');
  if (!isBytes(code) || !isBytes(excerpt)) throw malformed('code, excerpt');
  if (!isList(blocks) || blocks.length === 0) throw malformed('blocks');
  if (blocks.length > LIMITS.blocks) throw tooLarge();
  if (!blocks.every(isBytes)) throw malformed('block');
  return { code: codeFromBytes(code), blocks, excerpt };
}

function isBytes(untrusted: Cbor | undefined): untrusted is Uint8Array {
  return untrusted instanceof Uint8Array && untrusted.length > 0;
}

function decoded(untrusted: Uint8Array): Cbor {
  try {
    return decodeCbor(untrusted, LIMITS.stream);
  } catch (cause) {
    if (cause instanceof QrError || !isRefusal(cause)) throw cause;
    throw malformed('not deterministic CBOR', cause);
  }
}
