/**
 * QR profile 1: `LS1:` and base45 of `version ‖ mode ‖ length ‖ body`. The body is one deterministic
 * CBOR array: the parts of the presentation, then its anchor proof.
 */
import {
  BytesError,
  concatBytes,
  decodeCbor,
  encodeCbor,
  encodeVarint,
  decodeVarint,
  formatBase45,
  parseBase45,
  type Cbor,
} from '../bytes/index.ts';
import { isRefusal } from '../errors.ts';
import { anchorProofFromCbor, anchorProofToCbor, type AnchorProof } from '../registry/index.ts';
import { fromDeep, toDeep } from './deep.ts';
import { foreignKind } from './foreign-kind.ts';
import { isList } from './json-cbor.ts';
import { LIMITS } from './limits.ts';
import { malformed, QrError } from './qr-error.ts';
import { fromSegments, toSegments } from './segments.ts';

/** What a code carries: exactly the text that issuer and holder signed, and where it is anchored. */
export interface Presentation {
  readonly sdJwt: string;
  readonly anchor: AnchorProof;
}

const PREFIX = 'LS1:';
const VERSION = 1;
const MODE = { segments: 0, deep: 1 } as const;
const PARTS = 5;

/**
 * Encodes a presentation. The deep mode is decoded again and compared; where it would change one
 * character, segments are sent instead.
 *
 * @throws {@link QrError} `qr/too-large` over 4 KiB; a refusal of `credential/…` for what is no
 * SD-JWT.
 */
export function encodeEnvelope({ sdJwt, anchor }: Presentation): string {
  const deep = attempt(() => toDeep(sdJwt));
  const faithful = deep !== undefined && attempt(() => fromDeep(deep)) === sdJwt;
  const parts = faithful ? deep : toSegments(sdJwt);
  const body = encodeCbor([...parts, anchorProofToCbor(anchor)]);
  if (body.length > LIMITS.body) throw new QrError('qr/too-large', 'more than a code holds');
  const head = Uint8Array.of(VERSION, faithful ? MODE.deep : MODE.segments);
  return `${PREFIX}${formatBase45(concatBytes(head, encodeVarint(body.length), body))}`;
}

/**
 * Reads a code. White space around it and lower case are forgiven; nothing else is.
 *
 * @returns What it says, of which nothing is verified.
 * @throws {@link QrError} `qr/foreign` with its kind, `qr/too-large`, `qr/newer-version` for a
 * version or mode of a later app, `qr/truncated` if the end is missing, `qr/malformed`.
 */
export function decodeEnvelope(untrusted: string): Presentation {
  // Never spaces at the end: base45 may end in one.
  const text = untrusted.replace(/^\s+|[\r\n\t]+$/g, '');
  if (!text.slice(0, PREFIX.length).toUpperCase().startsWith(PREFIX)) {
    const newer = /^LS[2-9]:/i.test(text);
    if (newer) throw new QrError('qr/newer-version', 'a later kind of code');
    throw new QrError('qr/foreign', 'not a code of ours', { kind: foreignKind(text) });
  }
  if (text.length > LIMITS.text) throw new QrError('qr/too-large', 'longer than any code');
  try {
    return decodeFramed(parseBase45(text.slice(PREFIX.length).toUpperCase()));
  } catch (refusal) {
    if (refusal instanceof QrError || !isRefusal(refusal)) throw refusal;
    throw malformed('not a presentation', refusal);
  }
}

function decodeFramed(bytes: Uint8Array): Presentation {
  const [version, mode] = bytes;
  if (version === undefined || mode === undefined) throw truncated();
  if (version !== VERSION || (mode !== MODE.deep && mode !== MODE.segments)) {
    throw new QrError('qr/newer-version', 'made by a later version of the app');
  }
  const { value: length, next } = readLength(bytes);
  const body = bytes.subarray(next);
  if (length > LIMITS.body) throw new QrError('qr/too-large', 'more than a code holds');
  if (body.length < length) throw truncated();
  if (body.length > length) throw malformed('bytes after the end');
  return decodeBody(decodeCbor(body, LIMITS.body), mode);
}

function decodeBody(untrusted: Cbor, mode: number): Presentation {
  if (!isList(untrusted) || untrusted.length !== PARTS + 1) throw malformed('parts');
  const parts = untrusted.slice(0, PARTS);
  const sdJwt = mode === MODE.deep ? fromDeep(parts) : fromSegments(parts);
  return { sdJwt, anchor: anchorProofFromCbor(untrusted[PARTS] ?? null) };
}

function readLength(bytes: Uint8Array) {
  try {
    return decodeVarint(bytes, 2);
  } catch (refusal) {
    if (refusal instanceof BytesError && refusal.code === 'bytes/truncated') throw truncated();
    throw refusal;
  }
}

function truncated(): QrError {
  return new QrError('qr/truncated', 'the end is missing');
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (refusal) {
    if (isRefusal(refusal)) return undefined;
    throw refusal;
  }
}
