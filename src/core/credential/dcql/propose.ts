/** The least revealing answer of a wallet to a whole query (OpenID4VP 1.0, section 6.4.2). */
import { matchDocument, type DcqlDisclosure, type QueriedDocument } from './match.ts';
import type { CredentialQuery, DcqlQuery } from './query.ts';

/** A document that answers one credential query. */
export interface Candidate<Document extends QueriedDocument> extends DcqlDisclosure {
  readonly document: Document;
}

/** The documents that answer the query, the least revealing first. */
export function candidatesFor<Document extends QueriedDocument>(
  query: CredentialQuery,
  documents: readonly Document[],
): readonly Candidate<Document>[] {
  return documents
    .flatMap((document) => {
      const disclosure = matchDocument(query, document);
      return disclosure === undefined ? [] : [{ document, ...disclosure }];
    })
    .sort((a, b) => a.reveals.length - b.reveals.length);
}

/** By the id of the credential query. */
export type Proposal<Document extends QueriedDocument> = ReadonlyMap<string, Candidate<Document>>;

/**
 * One document for each credential that has to be shown: of all ways to satisfy what is required the one
 * that reveals fewest hidden parts, the earlier one of equals. What is not required is left out, and of
 * several documents one is enough: the person may add to it.
 *
 * @returns `undefined` if what is required cannot be satisfied. Then nothing at all is to be shown.
 */
export function proposeAnswer<Document extends QueriedDocument>(
  query: DcqlQuery,
  documents: readonly Document[],
): Proposal<Document> | undefined {
  const best = new Map(
    query.credentials.flatMap((one): [string, Candidate<Document>][] => {
      const [first] = candidatesFor(one, documents);
      return first === undefined ? [] : [[one.id, first]];
    }),
  );
  const ids = chooseIds(query, (id) => best.get(id)?.reveals.length);
  if (ids === undefined) return undefined;
  return new Map([...best].filter(([id]) => ids.has(id)));
}

/** What showing a credential reveals; `undefined` if there is none to show. */
type CostOf = (id: string) => number | undefined;

/** Tries every combination: the limits of a query keep them below 33,000. */
function chooseIds(
  { credentials, credentialSets }: DcqlQuery,
  costOf: CostOf,
): ReadonlySet<string> | undefined {
  const sets = credentialSets?.filter(({ required }) => required).map(({ options }) => options);
  let choices: readonly ReadonlySet<string>[] = [new Set()];
  for (const options of sets ?? [[credentials.map(({ id }) => id)]]) {
    const possible = options.filter((option) => option.every((id) => costOf(id) !== undefined));
    choices = distinct(
      choices.flatMap((chosen) => possible.map((option) => new Set([...chosen, ...option]))),
    );
  }
  const cost = (ids: ReadonlySet<string>) =>
    [...ids].reduce((sum, id) => sum + (costOf(id) ?? 0), 0);
  return [...choices].sort((a, b) => cost(a) - cost(b) || a.size - b.size)[0];
}

function distinct(choices: readonly ReadonlySet<string>[]): readonly ReadonlySet<string>[] {
  const byIds = new Map<string, ReadonlySet<string>>();
  for (const ids of choices) {
    const name = [...ids].sort().join(' ');
    if (!byIds.has(name)) byIds.set(name, ids);
  }
  return [...byIds.values()];
}
