/** SD-JWT in its compact form (RFC 9901, section 4), taken apart. */
import { CredentialError } from './credential-error.ts';
import { isJsonArray, parseJson, type Json, type JsonObject } from './json.ts';
import { decodeTextSegment, parseJwt, type Jwt } from './jwt.ts';

/** Decoded, nothing of it believed. */
export interface SdJwt {
  /** The issuer-signed JWT as received. */
  readonly jwt: string;
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly issuerJwt: Jwt;
  /** In the order received. */
  readonly disclosures: readonly Disclosure[];
  /** The KB-JWT as received, if there is one. */
  readonly keyBinding?: string;
  /** Everything up to and including the last `~`: what `sd_hash` covers. */
  readonly boundText: string;
}

/** One disclosure: its text as received (digests are over that) and what it decodes to. */
export interface Disclosure {
  readonly text: string;
  readonly salt: string;
  /** Absent for an array element. */
  readonly name?: string;
  readonly value: Json;
}

const MAX_BYTES = 64 * 1024;
const MAX_DISCLOSURES = 64;
const ASCII = /^[\x21-\x7e]*$/;

/**
 * Takes an SD-JWT or SD-JWT+KB apart. It answers for form only: base64url must be canonical, JSON
 * UTF-8 without repeated keys.
 *
 * @throws {@link CredentialError} `credential/too-large` over 64 KiB,
 * `credential/too-many-disclosures` over 64, `credential/too-deep` over 8 levels,
 * `credential/bad-disclosure` for one that is no array of 2 or 3 elements with a text salt (and
 * name), `credential/malformed` for everything else.
 */
export function parseSdJwt(untrusted: string): SdJwt {
  if (untrusted.length > MAX_BYTES) throw new CredentialError('credential/too-large', 'SD-JWT');
  if (!ASCII.test(untrusted)) throw new CredentialError('credential/malformed', 'not ASCII');
  const [jwt, ...rest] = untrusted.split('~');
  const keyBinding = rest.pop();
  if (jwt === undefined || keyBinding === undefined)
    throw new CredentialError('credential/malformed', 'no ~');
  if (rest.length > MAX_DISCLOSURES)
    throw new CredentialError('credential/too-many-disclosures', 'SD-JWT');
  const issuerJwt = parseJwt(jwt);
  return {
    jwt,
    header: issuerJwt.header,
    payload: issuerJwt.payload,
    issuerJwt,
    disclosures: rest.map(parseDisclosure),
    boundText: untrusted.slice(0, untrusted.length - keyBinding.length),
    ...(keyBinding === '' ? {} : { keyBinding }),
  };
}

/** @throws {@link CredentialError} as {@link parseSdJwt}. */
function parseDisclosure(text: string): Disclosure {
  const items = parseJson(decodeTextSegment(text));
  if (!isJsonArray(items)) throw badDisclosure();
  const [salt, ...rest] = items;
  if (typeof salt !== 'string') throw badDisclosure();
  const [first, second] = rest;
  if (rest.length === 1 && first !== undefined) return { text, salt, value: first };
  if (rest.length !== 2 || typeof first !== 'string' || second === undefined) throw badDisclosure();
  return { text, salt, name: first, value: second };
}

function badDisclosure(): CredentialError {
  return new CredentialError('credential/bad-disclosure', 'not [salt, name, value]');
}
