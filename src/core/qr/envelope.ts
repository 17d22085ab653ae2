/**
 * QR profile 1: a presentation as the text of a code. The body is one deterministic CBOR array: the
 * parts of the presentation (five, by mode), then its anchor proof.
 */
import { decodeCbor, encodeCbor, type Cbor } from '../bytes/index.ts';
import { parseSdJwt } from '../credential/index.ts';
import { isRefusal } from '../errors.ts';
import { anchorProofFromCbor, anchorProofToCbor, type AnchorProof } from '../registry/index.ts';
import { fromDeep, toDeep } from './deep.ts';
import { formatFrame, parseFrame } from './frame.ts';
import { isList } from './json-cbor.ts';
import { LIMITS, type Carrier } from './limits.ts';
import { MODE, type Body, type Mode } from './packed-body.ts';
import { malformed, QrError } from './qr-error.ts';
import { fromSegments, toSegments } from './segments.ts';

/** What a code carries: exactly the text that issuer and holder signed, and where it is anchored. */
export interface Presentation {
  readonly sdJwt: string;
  readonly anchor: AnchorProof;
}

const PARTS = 5;

/**
 * Encodes a presentation. Whatever is encoded is decoded again and compared: where the deep mode
 * would change one character, segments are sent instead.
 *
 * @returns A text that may be more than one code holds, and then moves: `fitsOneCode` tells.
 * @throws {@link QrError} `qr/too-large` for more than a presentation in a stream may hold; a refusal of
 * `credential/…` or `qr/malformed` for what is no SD-JWT or no anchor proof.
 */
export function encodeEnvelope(presentation: Presentation): string {
  const { sdJwt } = presentation;
  parseSdJwt(sdJwt);
  const deep = attempt(() => encodeAs(MODE.deep, toDeep(sdJwt), presentation));
  return deep ?? encodeAs(MODE.segments, toSegments(sdJwt), presentation);
}

/**
 * Reads a code; {@link parseFrame} says what is forgiven.
 *
 * @param carrier - What it came in, which bounds it.
 * @returns What it says, of which nothing is verified.
 * @throws {@link QrError} `qr/foreign` with its kind, `qr/too-large`, `qr/newer-version` for a
 * version or mode of a later app, `qr/truncated` if the end is missing, `qr/malformed`.
 */
export function decodeEnvelope(untrusted: string, carrier: Carrier = 'code'): Presentation {
  const frame = parseFrame(untrusted, carrier);
  try {
    return decodeBody(frame, LIMITS.body[carrier]);
  } catch (refusal) {
    if (refusal instanceof QrError || !isRefusal(refusal)) throw refusal;
    throw malformed('not a presentation', refusal);
  }
}

function encodeAs(mode: Mode, parts: Cbor[], { sdJwt, anchor }: Presentation): string {
  const text = formatFrame({ mode, body: encodeCbor([...parts, anchorProofToCbor(anchor)]) });
  if (decodeEnvelope(text, 'stream').sdJwt !== sdJwt) throw malformed('would be changed');
  return text;
}

function decodeBody({ mode, body }: Body, maxBytes: number): Presentation {
  const untrusted = decodeCbor(body, maxBytes);
  if (!isList(untrusted) || untrusted.length !== PARTS + 1) throw malformed('parts');
  const parts = untrusted.slice(0, PARTS);
  const sdJwt = mode === MODE.deep ? fromDeep(parts) : fromSegments(parts);
  return { sdJwt, anchor: anchorProofFromCbor(untrusted[PARTS] ?? null) };
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (refusal) {
    if (isRefusal(refusal)) return undefined;
    throw refusal;
  }
}
