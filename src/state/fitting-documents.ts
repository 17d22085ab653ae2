import { candidatesFor, isMeant } from '#core/credential/index.ts';
import { askedQuery, queriedDocument, type JudgedRequest } from '#core/verify/index.ts';
import type { DocumentSummary } from './document-summary.ts';

/**
 * The documents with which a request can be answered, the one to propose first: before those that lack something,
 * those that hold all that is asked for; among these, the one that reveals least.
 */
export function fittingDocuments<Document extends { readonly summary: DocumentSummary }>(
  asked: NonNullable<JudgedRequest['asked']>,
  documents: readonly Document[],
): readonly Document[] {
  const query = askedQuery({ vct: asked.vct, claims: asked.claims.map(({ name }) => name) });
  const queried = documents.map((document) => {
    const { type, claims, hideable } = document.summary;
    return { ...queriedDocument(type.vct, claims, hideable), document };
  });
  const meant = queried.filter((each) => isMeant(query, each));
  const whole = candidatesFor(query, meant).map(({ document }) => document);
  const partial = meant.filter((each) => !whole.includes(each));
  return [...whole, ...partial].map(({ document }) => document);
}
