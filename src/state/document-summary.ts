/** What the wallet says of a document it holds, on the strength of its own verification. */
import type { ConsortiumProfile, LocalText } from '#core/chain/index.ts';
import {
  parseSdJwt,
  placeDisclosures,
  typeMetadata,
  type CredentialType,
  type JsonObject,
} from '#core/credential/index.ts';
import { parseBase64Url } from '#core/bytes/index.ts';
import type { AnchorProof } from '#core/registry/index.ts';
import {
  contentFacts,
  judgeDocument,
  readableClaims,
  type Check,
  type CheckId,
  type ContentFacts,
  type Trust,
} from '#core/verify/index.ts';
import { processDisclosures, readValidityPeriod } from '#core/credential/index.ts';
import { hasEnded } from './copy-life.ts';
import type { Copy, HeldDocument, StoredAnchor } from './held-document.ts';
import { policyOf } from './policy.ts';

/** What a document is good for now. */
export type DocumentState =
  'valid' | 'expiring' | 'expired' | 'revoked' | 'suspended' | 'unknown' | 'anchoring' | 'early';

/** A held document, ready to be drawn. */
export interface DocumentSummary {
  readonly id: string;
  readonly type: Pick<CredentialType, 'vct' | 'name' | 'claims'>;
  readonly claims: JsonObject;
  /** What was found out about them beyond the signature. */
  readonly content: ContentFacts;
  /** Paths of the claims, and of parts of claims, that may be withheld. */
  readonly hideable: readonly string[];
  readonly issuer: LocalText;
  readonly state: DocumentState;
  readonly daysLeft: number | undefined;
  readonly issuedMs: number | undefined;
  readonly expiresMs: number | undefined;
  readonly copiesLeft: number;
  readonly anchor: { readonly batch: number; readonly height: number } | undefined;
}

const DAY_MS = 86_400_000;
const LICENCE = typeMetadata('https://lightseal.example/vct/licence-base/1');
const EXPIRING_DAYS = 30;

/** Judges the first copy; all copies share everything that is summarised here. */
export function summarise(
  held: HeldDocument,
  trust: Trust | undefined,
  profile: ConsortiumProfile,
  now: Date,
): DocumentSummary {
  const copy = shownNext(held, now.getTime());
  const sdJwt = parseSdJwt(copy.sdJwt);
  const processed = processDisclosures(sdJwt);
  const { claims } = processed;
  const { issuedMs, expiresMs } = readValidityPeriod(claims);
  const anchor = copy.anchor === undefined ? undefined : restoreAnchor(copy.anchor);
  const foreign = trust === undefined || held.chainId !== profile.chainId;
  const judged = foreign ? undefined : judgeDocument(sdJwt, anchor, trust, policyOf(profile), now);
  const vct = typeof claims['vct'] === 'string' ? claims['vct'] : '';
  const issuer = judged?.opened.issuer?.name;
  const batch = judged?.opened.batch;
  return {
    id: held.id,
    type: typeOf(vct, claims),
    content: contentFacts({ sdJwt, processed }),
    claims: readableClaims(claims),
    hideable: placeDisclosures(sdJwt).map(({ path }) => path),
    issuer: issuer ?? issuerName(profile, held),
    issuedMs,
    ...lifetime(expiresMs, now),
    state: stateOf(judged?.checks ?? [], anchor, expiresMs, now),
    copiesLeft: copiesLeft(held, now.getTime()),
    anchor: batch && anchor ? { batch: anchor.batch, height: batch.height } : undefined,
  };
}

/** A licence of the general type is called by the name that it carries. */
function typeOf(vct: string, claims: JsonObject): DocumentSummary['type'] {
  const type = typeMetadata(vct);
  if (type === undefined) return { vct, name: { 'zh-CN': vct, en: vct }, claims: [] };
  const own = claims['licence_name'];
  if (type !== LICENCE || typeof own !== 'string') return type;
  return { ...type, name: { ...type.name, 'zh-CN': own } };
}

/** Copies that nobody has seen, and that have not ended. */
export function copiesLeft({ copies }: HeldDocument, nowMs: number): number {
  return copies.filter((copy) => copy.shows === 0 && !hasEnded(copy, nowMs)).length;
}

/**
 * The copy that the next show uses: of those that are registered and have not ended, one that nobody has seen, as long
 * as there is one.
 */
export function shownNext({ copies }: HeldDocument, nowMs: number): Copy {
  const anchored = copies.filter(({ anchor }) => anchor !== undefined);
  const good = anchored.filter((copy) => !hasEnded(copy, nowMs));
  const [first, ...rest] = [good, anchored].find(({ length }) => length > 0) ?? copies;
  if (first === undefined) throw new Error('a document without copies');
  return rest.reduce((best, copy) => (copy.shows < best.shows ? copy : best), first);
}

export function restoreAnchor(stored: StoredAnchor): AnchorProof {
  return { ...stored, path: stored.path.map(parseBase64Url) };
}

function issuerName(profile: ConsortiumProfile, held: HeldDocument): LocalText {
  const known = profile.issuers.find(({ url }) => url === held.credentialIssuer);
  return known?.name ?? { 'zh-CN': held.credentialIssuer, en: held.credentialIssuer };
}

function lifetime(expiresMs: number | undefined, now: Date) {
  if (expiresMs === undefined) return { expiresMs, daysLeft: undefined };
  return { expiresMs, daysLeft: Math.max(0, Math.ceil((expiresMs - now.getTime()) / DAY_MS)) };
}

const NEEDED: readonly CheckId[] = ['issuer', 'signature', 'anchor', 'status', 'validity'];
const BAD: Partial<Record<Check['code'], DocumentState>> = {
  'status/revoked': 'revoked',
  'status/suspended': 'suspended',
  'validity/expired': 'expired',
  'validity/not-yet': 'early',
};

function stateOf(
  checks: readonly Check[],
  anchor: AnchorProof | undefined,
  expiresMs: number | undefined,
  now: Date,
): DocumentState {
  const bad = checks.flatMap(({ code }) => BAD[code] ?? [])[0];
  if (bad !== undefined) return bad;
  if (anchor === undefined) return 'anchoring';
  const good = NEEDED.every((id) =>
    checks.some((check) => check.id === id && check.outcome === 'pass'),
  );
  if (!good)
    return checks.some(({ code }) => code === 'anchor/batch-unknown') ? 'anchoring' : 'unknown';
  const left = expiresMs === undefined ? Infinity : expiresMs - now.getTime();
  return left <= EXPIRING_DAYS * DAY_MS ? 'expiring' : 'valid';
}
