/** One document on the table: everything the checks look at, and nothing they change. */
import type { ProcessedCredential, SdJwt } from '../credential/index.ts';
import {
  isInRange,
  type AnchorProof,
  type BatchEntry,
  type IssuerEntry,
  type IssuerKey,
} from '../registry/index.ts';
import type { CheckCode } from './codes.ts';
import type { Policy } from './policy.ts';
import { groundsOf, type Grounds } from './grounds.ts';
import type { Basis, Check, CheckId, Facts, Outcome, SuppliedTrust, Trust } from './types.ts';

/** Prefix of every `iss`; the rest is the issuer's id in the registry. */
export const ISSUER_PREFIX = 'https://lightseal.example/issuer/';

export interface Case {
  readonly sdJwt: SdJwt;
  /** Payload with the disclosures put in, or `undefined` if they do not fit. */
  readonly processed: ProcessedCredential | undefined;
  /** `undefined` while the issuer's batch is still open. */
  readonly anchor: AnchorProof | undefined;
  readonly trust: Basis;
  readonly grounds: Grounds;
  readonly policy: Policy;
  /** Never earlier than the newest verified header. */
  readonly now: Date;
  readonly issuerId: string | undefined;
  readonly issuer: IssuerEntry | undefined;
  readonly key: IssuerKey | undefined;
  /** The batch that the anchor proof names, if it is known here. */
  readonly batch: BatchEntry | undefined;
}

/** What a case is opened with. */
export type Evidence = Pick<Case, 'sdJwt' | 'processed' | 'anchor' | 'policy' | 'now'> & {
  readonly trust: Trust | SuppliedTrust;
};

/** Looks up what the document refers to. Nothing is judged here. */
export function openCase(evidence: Evidence): Case {
  const { sdJwt, anchor, trust, now } = evidence;
  const grounds = groundsOf(trust);
  const issuerId = issuerIdOf(sdJwt.payload['iss']);
  const issuer = issuerId === undefined ? undefined : grounds.issuer(issuerId);
  const batch = anchor && grounds.batch(anchor);
  const key = keyOf(issuer, sdJwt.header['kid'], batch?.height ?? trust.header.height);
  const floored = new Date(Math.max(now.getTime(), headerTimeMs(trust)));
  return { ...evidence, grounds, now: floored, issuerId, issuer, key, batch };
}

export function headerTimeMs(trust: Basis): number {
  return Number(trust.header.timeNs / 1_000_000n);
}

export function answer(outcome: Outcome, code: CheckCode, facts: Facts = {}): Check {
  return { id: code.split('/')[0] as CheckId, outcome, code, facts };
}

/** A check that an earlier answer made pointless. */
export function notReached(id: CheckId): Check {
  return { id, outcome: 'skipped', code: 'check/not-reached', facts: {} };
}

function issuerIdOf(iss: unknown): string | undefined {
  if (typeof iss !== 'string' || !iss.startsWith(ISSUER_PREFIX)) return undefined;
  return iss.slice(ISSUER_PREFIX.length);
}

/** A `kid` may be used again after its range has ended: the one in force at the batch is meant. */
function keyOf(issuer: IssuerEntry | undefined, kid: unknown, height: number) {
  const keys = issuer?.keys.filter((key) => key.kid === kid) ?? [];
  return keys.find((key) => isInRange(key, height)) ?? keys[0];
}
