/**
 * Claims of others with what is to be hidden and shown: encoded and signed here, verified by the app,
 * and compared with what they say must come out. Broken: the first disclosure, or else the signature.
 */
import type { Json, JsonObject } from '#core/credential/index.ts';
import { canonical } from '../canonical.ts';
import type { Flip } from '../flip.ts';
import { equal, type Case, type Suite, type VectorFile } from '../suite.ts';
import type { Frame, ShownBelow } from './sd-jwt-encoder.ts';
import { claimsThrough } from './sd-jwt-read.ts';

interface FrameFile {
  readonly claims: JsonObject;
  readonly disclosureFrame?: Frame;
  readonly presentationFrames?: ShownBelow;
  readonly presentedClaims: JsonObject;
}

async function* run(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const { claims, disclosureFrame, presentationFrames, presentedClaims } = file.json() as FrameFile;
  const framed = { claims, frame: disclosureFrame ?? {}, shown: presentationFrames };
  const got = await claimsThrough(framed, flip, withoutEmpty);
  yield equal('presented claims', canonical(withoutEmpty(presentedClaims)), got);
}

/** An object that is left without members stays by RFC 9901, section 7.3; sd-jwt-js leaves it out. */
function withoutEmpty(claims: JsonObject): JsonObject {
  const isEmpty = (value: Json) =>
    typeof value === 'object' &&
    !Array.isArray(value) &&
    Object.keys(value ?? { a: 1 }).length === 0;
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => !isEmpty(value)));
}

export const sdJwtFrames: readonly Suite[] = [
  {
    name: 'claims and frames of sd-jwt-js',
    matches: (path) => /(^|\/)sd-jwt-js\/[^/]+\.json$/.test(path),
    run,
  },
];
