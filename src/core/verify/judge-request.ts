/** What a wallet says of somebody who asks, before the person decides. */
import { equalBytes } from '../bytes/index.ts';
import type { LocalText } from '../chain/index.ts';
import { isValidSignature } from '../crypto/index.ts';
import { requestSignBytes, type ReadRequest, type VerifierRequest } from '../qr/index.ts';
import type { VerifierEntry } from '../registry/index.ts';
import { headerTimeMs } from './case.ts';
import { answerBinding, CHALLENGE_MS, chainTag } from './challenge.ts';
import { joinAsked } from './asked-query.ts';
import type { Policy } from './policy.ts';
import type { Trust } from './types.ts';

/** Everything that may be wrong with a request. Permanent: words for people hang on them. */
export const CONCERNS = [
  'request/other-chain',
  'request/forged',
  'request/no-trust',
  'request/unregistered',
  'request/unsigned',
  'request/purpose-unknown',
  'request/over-asking',
  'request/late',
  'request/early',
  'request/stale-trust',
] as const;
export type Concern = (typeof CONCERNS)[number];

/** A claim that is asked for. */
export interface AskedClaim {
  readonly name: string;
  /** The registry lets this verifier ask for it for this purpose. */
  readonly allowed: boolean;
}

/** A document that is asked for. */
export interface AskedDocument {
  readonly vct: string;
  readonly claims: readonly AskedClaim[];
  /** What for, in the registry's words, where a registered purpose is about this type. */
  readonly purpose: LocalText | undefined;
}

/** Everything that this device knows of whoever asks, by code or online. */
export interface JudgedAsker {
  /** Whose key has signed it; `undefined` is called unknown, whatever name it gives itself. */
  readonly asker: { readonly id: string; readonly name: LocalText } | undefined;
  /** In the registry's words, or in the asker's own, which nobody has checked. */
  readonly purpose: { readonly registered: LocalText } | { readonly own: string } | undefined;
  /** Worst first. */
  readonly concerns: readonly Concern[];
  /** By how much the request's time is off this device's clock, where that is a concern. */
  readonly offsetMs: number;
}

/** A request by code, judged. */
export interface JudgedRequest extends JudgedAsker {
  readonly request: VerifierRequest;
  /** `undefined` if it cannot be known what is asked. */
  readonly asked: AskedDocument | undefined;
  /** Everything that is asked for, `asked` first, one document each; empty if it cannot be known. */
  readonly parts: readonly AskedDocument[];
  /** Whether it can be answered at all, if the person agrees. */
  readonly answerable: boolean;
  /** What the answer is bound to. */
  readonly audience: string;
  readonly nonce: string;
}

/** Phones and desks that are this far apart still agree. */
const TOLERANCE_MS = 120_000;
/** Behind these nobody may be answered, whatever the person says. */
const BARRING: readonly Concern[] = ['request/other-chain', 'request/forged'];

/**
 * Judges who asks for what. A request whose time does not fit says that two clocks differ: the
 * verifier checks the time of the answer itself, so it is said and does not bar.
 *
 * @param now - The device's clock.
 */
export function judgeRequest(
  { request, payload }: ReadRequest,
  chainId: string,
  trust: Trust | undefined,
  policy: Policy,
  now: Date,
): JudgedRequest {
  const entry = trust?.pack.registry.verifiers.get(request.verifier ?? '');
  const signed = entry !== undefined && isSignedBy(request, entry);
  const purposes = signed ? namedBy(request, entry) : [];
  const registered = purposes.find(({ id }) => id === request.purpose);
  const parts = partsOf(request, registered, purposes);
  const offsetMs = offsetOf(request, now);
  const found: Partial<Record<Concern, boolean>> = {
    'request/other-chain': !equalBytes(request.chainTag, chainTag(chainId)),
    'request/forged': entry !== undefined && request.signature !== undefined && !signed,
    'request/no-trust': trust === undefined,
    'request/unsigned': request.signature === undefined,
    'request/unregistered': isUnregistered(request, trust, entry),
    'request/purpose-unknown': parts === undefined || (signed && registered === undefined),
    'request/over-asking': signed && parts?.some(isOverAsked) === true,
    'request/late': offsetMs < 0,
    'request/early': offsetMs > 0,
    'request/stale-trust': trust !== undefined && isStale(trust, policy, now),
  };
  const concerns = CONCERNS.filter((concern) => found[concern]);
  return {
    request,
    asker: signed ? { id: request.verifier ?? '', name: entry.name } : undefined,
    purpose: purposeOf(request, registered, purposes),
    asked: parts?.[0],
    parts: parts ?? [],
    concerns,
    offsetMs,
    answerable: parts !== undefined && !concerns.some((concern) => BARRING.includes(concern)),
    ...answerBinding({ request, payload }),
  };
}

type Purpose = VerifierEntry['purposes'][number];

function isSignedBy(request: VerifierRequest, { key }: VerifierEntry): boolean {
  const { signature } = request;
  if (signature === undefined) return false;
  return isValidSignature(key.alg, key.publicKey, requestSignBytes(request), signature);
}

/** Signed, but by nobody whom the registry of this device knows: perhaps newer than it. */
function isUnregistered(
  request: VerifierRequest,
  trust: Trust | undefined,
  entry: VerifierEntry | undefined,
): boolean {
  return trust !== undefined && request.signature !== undefined && entry === undefined;
}

/** `undefined` if one of the parts is not known here: half a question is none. */
function partsOf(
  request: VerifierRequest,
  registered: Purpose | undefined,
  purposes: readonly Purpose[],
): readonly AskedDocument[] | undefined {
  const also = (request.also ?? []).map((one) =>
    typeof one === 'string' ? purposes.find(({ id }) => id === one) : one,
  );
  const asked = [request.query ?? registered, ...also];
  if (!asked.every((one) => one !== undefined)) return undefined;
  return joinAsked(asked).map(({ vct, claims }) => ({
    vct,
    claims: claims.map((name) => ({ name, allowed: isAllowed(purposes, vct, name) })),
    purpose: allOf(purposes.filter((purpose) => purpose.vct === vct)),
  }));
}

/** The registered purposes that a request names, in its order. */
function namedBy({ purpose, also = [] }: VerifierRequest, { purposes }: VerifierEntry) {
  return [purpose, ...also].flatMap((named) => purposes.find(({ id }) => id === named) ?? []);
}

/** The names of purposes as one text. */
function allOf(purposes: readonly Purpose[]): LocalText | undefined {
  if (purposes.length === 0) return undefined;
  const names = (language: keyof LocalText) => purposes.map(({ name }) => name[language]);
  return { 'zh-CN': names('zh-CN').join('、'), en: names('en').join(', ') };
}

/** By one of the purposes that the request names. */
function isAllowed(purposes: readonly Purpose[], vct: string, claim: string): boolean {
  return purposes.some((purpose) => purpose.vct === vct && purpose.claims.includes(claim));
}

function isOverAsked({ claims }: AskedDocument): boolean {
  return claims.some(({ allowed }) => !allowed);
}

function purposeOf(
  request: VerifierRequest,
  registered: Purpose | undefined,
  purposes: readonly Purpose[],
) {
  const all = registered && allOf(purposes);
  if (all !== undefined) return { registered: all };
  return request.query === undefined ? undefined : { own: request.purpose };
}

/** Negative: over by this device's clock; positive: from a time that it has not reached. */
function offsetOf({ expiresS }: VerifierRequest, now: Date): number {
  const leftMs = expiresS * 1000 - now.getTime();
  if (leftMs < -TOLERANCE_MS) return leftMs;
  return leftMs > CHALLENGE_MS + TOLERANCE_MS ? leftMs - CHALLENGE_MS : 0;
}

export function isStale(trust: Trust, policy: Policy, now: Date): boolean {
  return now.getTime() - headerTimeMs(trust) > policy.maxTrustAgeMs;
}
