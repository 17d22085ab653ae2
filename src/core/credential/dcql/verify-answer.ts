/** The verifier's own look at an answer: `values` and sets are the wallet's word until then. */
import { DcqlError } from './dcql-error.ts';
import { matchDocument, type QueriedDocument } from './match.ts';
import type { DcqlQuery } from './query.ts';

/** What was shown, by the id of the credential query that it answers. */
export type ShownDocuments = ReadonlyMap<string, readonly QueriedDocument[]>;

/**
 * Checks that what was shown answers the query. The documents themselves must have been verified: this
 * looks only at what they say.
 *
 * @throws {@link DcqlError} `dcql/unasked` for a document that answers no credential query, `dcql/too-many` for several
 * where one was asked for, `dcql/not-matching` for one of another type, authority, binding or content, and
 * `dcql/incomplete` if a required credential was not shown.
 */
export function verifyDcqlAnswer(query: DcqlQuery, shown: ShownDocuments): void {
  for (const [id, documents] of shown) {
    const asked = query.credentials.find((one) => one.id === id);
    if (asked === undefined) throw new DcqlError('dcql/unasked', 'no such credential query');
    if (documents.length > 1 && !asked.multiple)
      throw new DcqlError('dcql/too-many', 'one document was asked for');
    if (!documents.every((document) => matchDocument(asked, document) !== undefined))
      throw new DcqlError('dcql/not-matching', 'a document does not answer');
  }
  if (!isComplete(query, shown)) throw new DcqlError('dcql/incomplete', 'a document is missing');
}

function isComplete({ credentials, credentialSets }: DcqlQuery, shown: ShownDocuments): boolean {
  const isShown = (id: string) => (shown.get(id)?.length ?? 0) > 0;
  if (credentialSets === undefined) return credentials.every(({ id }) => isShown(id));
  return credentialSets
    .filter(({ required }) => required)
    .every(({ options }) => options.some((option) => option.every(isShown)));
}
