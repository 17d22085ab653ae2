/** What a request asks for as a query of DCQL: the small format of its code has no second meaning. */
import {
  SD_JWT_FORMAT,
  type ClaimsPath,
  type CredentialQuery,
  type ExactPath,
  type JsonObject,
  type QueriedDocument,
} from '../credential/index.ts';
import type { AskedClaims } from '../qr/index.ts';

/** The id of the one credential that a request asks for. */
export const ASKED_ID = 'document';

/** A request names no claim where it asks for a document's face alone. */
export function askedQuery({ vct, claims }: AskedClaims): CredentialQuery {
  return {
    id: ASKED_ID,
    format: SD_JWT_FORMAT,
    multiple: false,
    holderBinding: true,
    vctValues: [vct],
    ...(claims.length === 0 ? {} : { claims: claims.map((name) => ({ path: pathOf(name) })) }),
  };
}

/** The same as JSON, for a wallet. */
export function formatAskedQuery({ vct, claims }: AskedClaims): JsonObject {
  const paths = claims.map((name) => ({ path: [...pathOf(name)] }));
  const query = { id: ASKED_ID, format: SD_JWT_FORMAT, meta: { vct_values: [vct] } };
  return { credentials: [claims.length === 0 ? query : { ...query, claims: paths }] };
}

/**
 * Several questions as one for each type: whoever is asked for two parts of a document shows it once.
 * The claims of a type keep the order in which they were first asked.
 */
export function joinAsked<Asked extends AskedClaims>(parts: readonly Asked[]): readonly Asked[] {
  const joined = new Map<string, Asked>();
  for (const part of parts) {
    const before = joined.get(part.vct);
    const claims = [...new Set([...(before?.claims ?? []), ...part.claims])];
    joined.set(part.vct, { ...(before ?? part), claims });
  }
  return [...joined.values()];
}

/** A document that a query may look at; who holds it, other checks have to say. */
export function queriedDocument(
  vct: string,
  claims: QueriedDocument['claims'],
  hideable: readonly string[] = [],
): QueriedDocument {
  return { vct, claims, hidden: hideable.map(exactPathOf), isBound: true };
}

/** A path as it is written: steps into lists are numbers. */
function exactPathOf(path: string): ExactPath {
  return path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** Names of claims are ways through a document: an empty step stands for all elements of a list. */
function pathOf(name: string): ClaimsPath {
  return name.split('.').map((step) => (step === '' ? null : step));
}
