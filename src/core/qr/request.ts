/**
 * A verifier's request as the text of a code (DESIGN §5, challenge): `LSQ1:` and base45 of one
 * deterministic CBOR array
 *
 *     [1, chain tag, nonce, expiry, verifier, purpose, query, signature]
 *
 * A query is null where the purpose alone says what is asked, or `[type code, [claim code, …]]`.
 * The signature covers the CBOR of
 *
 *     ["lightseal/request/1", chain tag, nonce, expiry, verifier, purpose, query]
 *
 * A request for several documents is version 2: one more item stands before the signature, and is signed, under
 * `lightseal/request/2`. It lists what is asked for besides: each a registered purpose by its id, or a query.
 *
 * Nothing in a request is trusted before it was judged (`judgeRequest`).
 */
import {
  BytesError,
  decodeCbor,
  encodeCbor,
  formatBase45,
  parseBase45,
  type Cbor,
} from '../bytes/index.ts';
import { claimOrder, TYPE_LIST } from '../credential/index.ts';
import { foreignKind } from './foreign-kind.ts';
import { tidy } from './frame.ts';
import { LIMITS } from './limits.ts';
import { isList } from './json-cbor.ts';
import { malformed, QrError } from './qr-error.ts';

/** Sizes in bytes. */
export const REQUEST_LIMITS = { payload: 170, nonce: 16, chainTag: 8, signature: 64 } as const;

/** What a verifier wants to see: a type, and claims by name in the order of the type. */
export interface AskedClaims {
  readonly vct: string;
  readonly claims: readonly string[];
}

/** What a verifier says, before it signs. */
export interface RequestContent {
  /** Says which consortium is meant, without naming it. */
  readonly chainTag: Uint8Array;
  readonly nonce: Uint8Array;
  /** Seconds since 1970, by the verifier's clock. */
  readonly expiresS: number;
  /** Id in the registry; `undefined` for somebody who is not registered. */
  readonly verifier: string | undefined;
  /** Id of a registered purpose, or, with a query of its own, a few words. */
  readonly purpose: string;
  /** `undefined` where the registry says what this purpose asks for. */
  readonly query: AskedClaims | undefined;
  /** What is asked for besides, one document each: the id of a registered purpose, or a query. Never empty. */
  readonly also?: readonly (string | AskedClaims)[];
}

/** A request; `signature` is `undefined` where nobody vouches for it. */
export interface VerifierRequest extends RequestContent {
  readonly signature: Uint8Array | undefined;
}

/** A request with its own bytes, to which an answer is bound. */
export interface ReadRequest {
  readonly request: VerifierRequest;
  readonly payload: Uint8Array;
}

const PREFIX = 'LSQ1:';
/** The second one is for requests for several documents, and for nothing else. */
const VERSIONS = [1, 2] as const;
const SIGN_TAG = 'lightseal/request/';
const ID = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
/** Shown as it is, so nothing that hides or turns what stands beside it. */
const WORDS = /^[^\p{C}\p{Zl}\p{Zp}]{1,40}$/u;

/** The bytes that the verifier's key signs. */
export function requestSignBytes(content: RequestContent): Uint8Array<ArrayBuffer> {
  return encodeCbor([`${SIGN_TAG}${String(versionOf(content))}`, ...contentToCbor(content)]);
}

/**
 * The payload of a request. Ids of verifier and purpose may have 66 characters together.
 *
 * @throws {@link QrError} `qr/too-large` over 170 bytes, `qr/malformed` for what no reader takes.
 */
export function encodeRequest(request: VerifierRequest): Uint8Array<ArrayBuffer> {
  const { signature = null } = request;
  const payload = encodeCbor([versionOf(request), ...contentToCbor(request), signature]);
  if (payload.length > REQUEST_LIMITS.payload) throw tooLarge();
  decodeRequest(payload);
  return payload;
}

/** The text of the code. */
export function formatRequest(payload: Uint8Array): string {
  return `${PREFIX}${formatBase45(payload)}`;
}

/**
 * Reads a code. Forgives what pasting does to a text, as a presentation does.
 *
 * @throws {@link QrError} `qr/foreign` with its kind, `qr/newer-version` for a version, type or
 * claim of a later app, `qr/too-large` over 170 bytes or ten documents, `qr/malformed`.
 */
export function parseRequest(untrusted: string): ReadRequest {
  const text = tidy(untrusted, LIMITS.text.code);
  if (/^LSQ[2-9]:/.test(text)) throw newer();
  if (!text.startsWith(PREFIX)) {
    throw new QrError('qr/foreign', 'not a request', { kind: foreignKind(untrusted) });
  }
  // Three characters for every two bytes.
  if (text.length > PREFIX.length + 1.5 * REQUEST_LIMITS.payload) throw tooLarge();
  const payload = readBytes(text.slice(PREFIX.length));
  return { request: decodeRequest(payload), payload };
}

function versionOf({ also }: RequestContent): number {
  return VERSIONS[also === undefined ? 0 : 1];
}

function contentToCbor(content: RequestContent): Cbor[] {
  const { chainTag, nonce, expiresS, verifier = null, purpose, query, also } = content;
  const first = [chainTag, nonce, expiresS, verifier, purpose, query ? queryToCbor(query) : null];
  if (also === undefined) return first;
  return [...first, also.map((one) => (typeof one === 'string' ? one : queryToCbor(one)))];
}

function queryToCbor({ vct, claims }: AskedClaims): Cbor {
  const order = claimOrder(vct);
  return [
    TYPE_LIST.findIndex((type) => type.vct === vct),
    claims.map((claim) => order.indexOf(claim)).sort((a, b) => a - b),
  ];
}

function readBytes(base45: string): Uint8Array {
  try {
    return parseBase45(base45);
  } catch (refusal) {
    if (refusal instanceof BytesError) throw malformed('not base45', refusal);
    throw refusal;
  }
}

function decodeRequest(untrusted: Uint8Array): VerifierRequest {
  const items = readCbor(untrusted);
  if (!isList(items)) throw malformed('a request');
  const [version, ...parts] = items;
  if (typeof version === 'number' && version > VERSIONS[1]) throw newer();
  const isForSeveral = version === VERSIONS[1];
  if ((!isForSeveral && version !== VERSIONS[0]) || parts.length !== (isForSeveral ? 8 : 7))
    throw malformed('parts');
  const signature = parts.at(-1);
  const request = {
    ...readContent(parts),
    ...(isForSeveral ? { also: readFurther(parts[6]) } : {}),
    signature: signature === null ? undefined : bytes(signature, REQUEST_LIMITS.signature),
  };
  if (request.verifier === undefined && request.signature !== undefined)
    throw malformed('signed by nobody');
  return request;
}

function readContent(untrusted: readonly Cbor[]): Omit<RequestContent, 'also'> {
  const [chainTag, nonce, expiresS, verifier, purpose, query] = untrusted;
  return {
    chainTag: bytes(chainTag, REQUEST_LIMITS.chainTag),
    nonce: bytes(nonce, REQUEST_LIMITS.nonce),
    expiresS: seconds(expiresS),
    verifier: verifier === null ? undefined : text(verifier, ID),
    purpose: text(purpose, query === null ? ID : WORDS),
    query: query === null ? undefined : readQuery(query),
  };
}

function readFurther(untrusted: Cbor | undefined): readonly (string | AskedClaims)[] {
  if (!isList(untrusted) || untrusted.length === 0) throw malformed('further documents');
  if (untrusted.length >= LIMITS.documents) throw tooLarge();
  return untrusted.map((one) => (typeof one === 'string' ? text(one, ID) : readQuery(one)));
}

function readCbor(untrusted: Uint8Array): Cbor {
  try {
    return decodeCbor(untrusted, REQUEST_LIMITS.payload);
  } catch (refusal) {
    if (!(refusal instanceof BytesError)) throw refusal;
    if (refusal.code === 'bytes/too-long') throw tooLarge();
    throw malformed('not CBOR', refusal);
  }
}

/** Codes that ascend, each once: one way to write a query. */
function readQuery(untrusted: Cbor | undefined): AskedClaims {
  const [typeCode, codes, ...more] = isList(untrusted) ? untrusted : [];
  if (!isList(codes) || more.length > 0) throw malformed('query');
  const type = TYPE_LIST[index(typeCode)];
  if (type === undefined) throw newer();
  const claims = codes.map((code, place) => {
    const [now, before] = [index(code), place === 0 ? -1 : index(codes[place - 1])];
    if (now <= before) throw malformed('claims out of order');
    const claim = type.claims[now];
    if (claim === undefined) throw newer();
    return claim.name;
  });
  return { vct: type.vct, claims };
}

function index(untrusted: Cbor | undefined): number {
  if (typeof untrusted !== 'number' || untrusted < 0) throw malformed('code');
  return untrusted;
}

function bytes(untrusted: Cbor | undefined, length: number): Uint8Array {
  if (!(untrusted instanceof Uint8Array) || untrusted.length !== length) throw malformed('bytes');
  return untrusted;
}

function seconds(untrusted: Cbor | undefined): number {
  if (typeof untrusted !== 'number' || untrusted < 0 || untrusted >= 2 ** 40)
    throw malformed('expiry');
  return untrusted;
}

function text(untrusted: Cbor | undefined, pattern: RegExp): string {
  if (typeof untrusted !== 'string' || !pattern.test(untrusted)) throw malformed('text');
  return untrusted;
}

function newer(): QrError {
  return new QrError('qr/newer-version', 'made by a later version of the app');
}

function tooLarge(): QrError {
  return new QrError('qr/too-large', 'more than a request holds');
}
