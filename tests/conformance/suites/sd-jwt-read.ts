/** What a verifier gets out of an SD-JWT, and SD-JWTs with a broken bit. */
import { formatBase64Url, parseBase64Url } from '#core/bytes/index.ts';
import {
  parseSdJwt,
  processDisclosures,
  verifyIssuerSignature,
  type Json,
  type JsonObject,
} from '#core/credential/index.ts';
import { craft, ISSUER } from '../../core/credential/craft.ts';
import { codeOf } from '../accepts.ts';
import { canonical } from '../canonical.ts';
import type { Flip } from '../flip.ts';
import { Encoder, type Frame, type Shown } from './sd-jwt-encoder.ts';

/** Claims with what is hidden of them, and what of that is shown. */
export interface FramedClaims {
  readonly claims: JsonObject;
  readonly frame: Frame;
  readonly shown: Shown;
  readonly header?: JsonObject;
}

/** Encodes and signs, and reads back as the app does: the claims as text, or why not. */
export async function claimsThrough(
  { claims, frame, shown, header = {} }: FramedClaims,
  flip: Flip,
  shape: (claims: JsonObject) => Json = (same) => same,
): Promise<string> {
  const { value, disclosures } = new Encoder().encode(claims, frame, shown);
  const whole = { alg: 'ES256', typ: 'dc+sd-jwt', kid: 'k1', ...header };
  const compact = withBrokenDisclosure(await craft(value as JsonObject, disclosures, whole), flip);
  let got: JsonObject = {};
  const code = await codeOf(() => {
    const sdJwt = parseSdJwt(compact);
    verifyIssuerSignature(sdJwt, ISSUER);
    got = processDisclosures(sdJwt).claims;
  });
  return code === 'accepted' ? canonical(shape(got)) : code;
}

/** Header, payload and signature stand before the first tilde. */
export function withBrokenSignature(compact: string, flip: Flip): string {
  const [jwt = '', ...rest] = compact.split('~');
  const [header, payload, signature = ''] = jwt.split('.');
  return [[header, payload, brokenText(signature, flip)].join('.'), ...rest].join('~');
}

/** The first disclosure; of a token without any, the signature. */
function withBrokenDisclosure(compact: string, flip: Flip): string {
  const [jwt = '', first = '', ...rest] = compact.split('~');
  if (first === '') return withBrokenSignature(compact, flip);
  return [jwt, brokenText(first, flip), ...rest].join('~');
}

function brokenText(base64Url: string, flip: Flip): string {
  return formatBase64Url(flip.bytes(parseBase64Url(base64Url)));
}
