/** Putting disclosures back where their digests stand (RFC 9901, section 7.1, step 3). */
import { encodeUtf8, formatBase64Url } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import { CredentialError } from './credential-error.ts';
import { isJsonArray, isJsonObject, MAX_DEPTH, type Json, type JsonObject } from './json.ts';
import type { Disclosure, SdJwt } from './sd-jwt.ts';

/** The payload with all disclosed claims in place and all traces of disclosure removed. */
export interface ProcessedCredential {
  readonly claims: JsonObject;
  /** Names of the top-level claims that were disclosed selectively, in the payload's order. */
  readonly disclosed: readonly string[];
}

/** Claims that decide whether a credential is good, and are therefore never hidden (draft-19, 2.2.2.2). */
const NEVER_DISCLOSABLE: ReadonlySet<string> = new Set([
  'iss',
  'nbf',
  'exp',
  'cnf',
  'vct',
  'vct#integrity',
  'aka_vcts',
  'status',
]);

const RESERVED_NAMES: ReadonlySet<string> = new Set(['_sd', '...', '_sd_alg', '__proto__']);

/**
 * Resolves every digest. It guarantees that each disclosure was referenced exactly once, that no
 * digest occurs twice, and that no disclosed claim replaced another one.
 *
 * @param digests - Of the disclosures, in their order: see {@link disclosureDigest}.
 * @throws {@link CredentialError} `credential/unknown-hash`, `credential/bad-digest-list`,
 * `credential/duplicate-digest`, `credential/unreferenced-disclosure`, `credential/bad-disclosure`,
 * `credential/reserved-name`, `credential/name-collision`, `credential/never-disclosable` or
 * `credential/too-deep`.
 */
export function resolveDisclosures(sdJwt: SdJwt, digests: readonly string[]): ProcessedCredential {
  const algorithm = sdJwt.payload['_sd_alg'];
  if (algorithm !== undefined && algorithm !== 'sha-256')
    throw new CredentialError('credential/unknown-hash', '_sd_alg is not sha-256');
  const { _sd_alg: _, ...payload } = sdJwt.payload;
  const walk = startWalk(sdJwt.disclosures, digests);
  const { claims, disclosed } = processObject(payload, 1, walk);
  if (walk.open.size > 0)
    throw new CredentialError('credential/unreferenced-disclosure', 'no digest for a disclosure');
  return { claims, disclosed };
}

/** {@link resolveDisclosures} with digests of the core's own making. */
export function processDisclosures(sdJwt: SdJwt): ProcessedCredential {
  return resolveDisclosures(
    sdJwt,
    sdJwt.disclosures.map(({ text }) => disclosureDigest(text)),
  );
}

/** Digest by which a payload refers to a disclosure's text. */
export function disclosureDigest(text: string): string {
  return formatBase64Url(sha256(encodeUtf8(text)));
}

interface Walk {
  /** Disclosures not yet referenced, by digest. */
  readonly open: Map<string, Disclosure>;
  readonly seen: Set<string>;
}

function startWalk(disclosures: readonly Disclosure[], digests: readonly string[]): Walk {
  const open = new Map(disclosures.map((item, place) => [digests[place] ?? '', item]));
  if (open.size !== disclosures.length)
    throw new CredentialError('credential/duplicate-digest', 'a disclosure occurs twice');
  return { open, seen: new Set() };
}

function processValue(value: Json, depth: number, walk: Walk): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) throw new CredentialError('credential/too-deep', 'disclosed value');
  if (isJsonObject(value)) return processObject(value, depth, walk).claims;
  return isJsonArray(value) ? processArray(value, depth, walk) : value;
}

function processObject(object: JsonObject, depth: number, walk: Walk): ProcessedCredential {
  const { _sd: untrustedDigests, ...plain } = object;
  const claims = new Map<string, Json>();
  for (const [name, value] of Object.entries(plain)) {
    if (depth === 1 && NEVER_DISCLOSABLE.has(name)) refuseHidden(value);
    claims.set(name, processValue(value, depth + 1, walk));
  }
  const disclosed: string[] = [];
  for (const digest of digestList(untrustedDigests)) {
    const found = take(digest, walk);
    if (found === undefined) continue;
    const name = claimName(found, depth, claims);
    claims.set(name, processValue(found.value, depth + 1, walk));
    disclosed.push(name);
  }
  return { claims: Object.fromEntries(claims), disclosed };
}

function processArray(array: readonly Json[], depth: number, walk: Walk): Json[] {
  return array.flatMap((item) => {
    const digest = placeholder(item);
    if (digest === undefined) return [processValue(item, depth + 1, walk)];
    const found = take(digest, walk);
    if (found === undefined) return [];
    if (found.name !== undefined)
      throw new CredentialError('credential/bad-disclosure', 'a claim where an element belongs');
    return [processValue(found.value, depth + 1, walk)];
  });
}

function claimName(found: Disclosure, depth: number, claims: ReadonlyMap<string, Json>): string {
  const { name } = found;
  if (name === undefined)
    throw new CredentialError('credential/bad-disclosure', 'an element where a claim belongs');
  if (RESERVED_NAMES.has(name))
    throw new CredentialError('credential/reserved-name', 'reserved claim name');
  if (depth === 1 && NEVER_DISCLOSABLE.has(name))
    throw new CredentialError('credential/never-disclosable', 'claim must not be hidden');
  if (claims.has(name)) throw new CredentialError('credential/name-collision', 'claim is there');
  return name;
}

/** Removes and returns what the digest refers to; nothing for a decoy or what is withheld. */
function take(digest: string, walk: Walk): Disclosure | undefined {
  if (walk.seen.has(digest))
    throw new CredentialError('credential/duplicate-digest', 'a digest occurs twice');
  walk.seen.add(digest);
  const found = walk.open.get(digest);
  walk.open.delete(digest);
  return found;
}

function digestList(untrusted: Json | undefined): readonly string[] {
  if (untrusted === undefined) return [];
  const digests = isJsonArray(untrusted)
    ? untrusted.filter((item): item is string => typeof item === 'string')
    : [];
  if (!isJsonArray(untrusted) || digests.length !== untrusted.length)
    throw new CredentialError('credential/bad-digest-list', '_sd is not an array of texts');
  return digests;
}

/** Exactly `{"...": text}`; with a further key it is an ordinary element. */
function placeholder(item: Json): string | undefined {
  if (!isJsonObject(item) || Object.keys(item).length !== 1) return undefined;
  const digest = item['...'];
  return typeof digest === 'string' ? digest : undefined;
}

function refuseHidden(value: Json): void {
  if (typeof value !== 'object' || value === null) return;
  if ('_sd' in value || placeholder(value) !== undefined)
    throw new CredentialError('credential/never-disclosable', 'part of a claim is hidden');
  for (const inner of Object.values(value)) refuseHidden(inner);
}
