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

/**
 * Tries every combination: the limits of a query keep them below 33,000. A combination is a number with one bit for
 * each credential, so that a hostile query holds nobody up.
 */
function chooseIds(
  { credentials, credentialSets }: DcqlQuery,
  costOf: CostOf,
): ReadonlySet<string> | undefined {
  const ids = credentials.map(({ id }) => id);
  const costs = ids.map(costOf);
  const sets = credentialSets?.filter(({ required }) => required).map(({ options }) => options);
  let ways: ReadonlySet<number> = new Set([0]);
  for (const options of sets ?? [[ids]]) {
    const possible = options
      .map((option) => option.map((id) => ids.indexOf(id)))
      .filter((places) => places.every((place) => costs[place] !== undefined))
      .map((places) => places.reduce((way, place) => way | (1 << place), 0));
    ways = new Set([...ways].flatMap((way) => possible.map((more) => way | more)));
  }
  const best = leastOf(ways, costs);
  return best === undefined ? undefined : new Set(ids.filter((_, place) => has(best, place)));
}

/** The combination that reveals fewest parts; of equals that of fewest credentials, then the earlier one. */
function leastOf(
  ways: ReadonlySet<number>,
  costs: readonly (number | undefined)[],
): number | undefined {
  let best: { way: number; cost: number; size: number } | undefined;
  for (const way of ways) {
    const shown = costs.filter((_, place) => has(way, place));
    const cost = shown.reduce<number>((sum, each) => sum + (each ?? 0), 0);
    const size = shown.length;
    if (best === undefined || cost < best.cost || (cost === best.cost && size < best.size))
      best = { way, cost, size };
  }
  return best?.way;
}

function has(way: number, place: number): boolean {
  return (way & (1 << place)) !== 0;
}
