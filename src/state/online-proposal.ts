/** What an online request would be answered with, before the person decides. */
import { proposeAnswer, type ExactPath } from '#core/credential/index.ts';
import {
  mayBeAsked,
  queriedDocument,
  type AskedClaim,
  type JudgedOnlineRequest,
} from '#core/verify/index.ts';
import type { DocumentSummary } from './document-summary.ts';
import type { HeldDocument, Use } from './held-document.ts';

/** A document with which one part of a request is answered. */
export interface ProposedDocument<Viewed> {
  /** Of the credential query. */
  readonly id: string;
  readonly viewed: Viewed;
  /** What is disclosed, by path: as little as answers the request. */
  readonly names: readonly string[];
  /** The same, by claim, with what the registry lets them ask. */
  readonly claims: readonly AskedClaim[];
}

/** A held document with what the wallet says of it. */
export interface Viewed {
  readonly held: HeldDocument;
  readonly summary: DocumentSummary;
}

/** The least revealing answer; `undefined` if the documents do not make one. */
export function proposeDocuments<V extends Viewed>(
  judged: JudgedOnlineRequest,
  documents: readonly V[],
): readonly ProposedDocument<V>[] | undefined {
  const queried = documents.map((viewed) => {
    const { type, claims, hideable } = viewed.summary;
    return { ...queriedDocument(type.vct, claims, hideable), viewed };
  });
  const proposal = proposeAnswer(judged.request.query, queried);
  if (proposal === undefined) return undefined;
  return [...proposal].map(([id, { document, paths }]) => ({
    id,
    viewed: document.viewed,
    names: [...new Set(paths.map((path) => path.join('.')))],
    claims: claimsOf(judged, document.vct, paths),
  }));
}

/** As the usage log keeps it. */
export function useOf(
  { asker, purpose }: JudgedOnlineRequest,
  claims: readonly string[],
  atMs: number,
): Use {
  return {
    atMs,
    claims,
    ...(asker === undefined ? {} : { asker: asker.name }),
    ...(purpose !== undefined && 'registered' in purpose ? { purpose: purpose.registered } : {}),
  };
}

function claimsOf(
  { allowed }: JudgedOnlineRequest,
  vct: string,
  paths: readonly ExactPath[],
): readonly AskedClaim[] {
  const claims = new Map<string, boolean>();
  for (const path of paths) {
    const name = String(path[0]);
    claims.set(name, (claims.get(name) ?? true) && mayBeAsked(allowed, vct, path));
  }
  return [...claims].map(([name, isAllowed]) => ({ name, allowed: isAllowed }));
}
