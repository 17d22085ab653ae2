/** Which documents answer one credential query, and what each would reveal (OpenID4VP 1.0, section 6.4.1). */
import type { JsonObject } from '../json.ts';
import { overlap, selectClaims, type ExactPath, type Selected } from './claims-path.ts';
import { SD_JWT_FORMAT, type ClaimQuery, type CredentialQuery } from './query.ts';

/** A document as far as a query looks at it. */
export interface QueriedDocument {
  /** The default is that of an SD-JWT VC. */
  readonly format?: string;
  readonly vct: string;
  /** Types that its own extends, nearest first. */
  readonly extends?: readonly string[];
  /** With the disclosures in place: all that a wallet holds, or all that a verifier was shown. */
  readonly claims: JsonObject;
  /** Ways to the parts that are seen only if they are disclosed. */
  readonly hidden: readonly ExactPath[];
  /** Whether its holder can prove, or has proven, to be that. */
  readonly isBound: boolean;
  /** Whom its issuer belongs to. */
  readonly authorities?: readonly { readonly type: string; readonly value: string }[];
}

/** What a document would show. */
export interface DcqlDisclosure {
  /** Ways to the values that are asked for. */
  readonly paths: readonly ExactPath[];
  /** Hidden parts that have to be disclosed for them, or with them. */
  readonly reveals: readonly ExactPath[];
}

/**
 * What the document would show in answer to the query: of the claim sets that it satisfies the one that
 * reveals least, the earlier one of equals. Section 6.4.1 leaves that choice to the wallet.
 *
 * @returns `undefined` if it does not answer it, and is therefore not to be shown at all.
 */
export function matchDocument(
  query: CredentialQuery,
  document: QueriedDocument,
): DcqlDisclosure | undefined {
  if (!isMeant(query, document)) return undefined;
  const claims = query.claims ?? [];
  const sets = query.claimSets ?? [claims.map((_, place) => place)];
  const found = claims.map((claim) => valuesOf(claim, document));
  const disclosures = sets
    .map((set) => set.map((place) => found[place] ?? []))
    .filter((set) => set.every((values) => values.length > 0))
    .map((set) => disclosureOf(set.flat(), document));
  return disclosures.sort((a, b) => a.reveals.length - b.reveals.length)[0];
}

/** The claims that are asked for and not there; where there are sets, of the one with the fewest. */
export function unmetClaims(
  { claims = [], claimSets }: CredentialQuery,
  document: QueriedDocument,
): readonly ClaimQuery[] {
  const isMet = claims.map((claim) => valuesOf(claim, document).length > 0);
  const sets = claimSets ?? [claims.map((_, place) => place)];
  const unmet = sets.map((set) => set.filter((place) => isMet[place] !== true));
  const [least = []] = unmet.sort((a, b) => a.length - b.length);
  return claims.filter((_, place) => least.includes(place));
}

/** Whether the document is of a kind that is asked for, whatever it holds. */
export function isMeant(query: CredentialQuery, document: QueriedDocument): boolean {
  const { format = SD_JWT_FORMAT, vct, extends: parents = [], isBound } = document;
  if (format !== query.format || query.vctValues === undefined) return false;
  if (query.holderBinding && !isBound) return false;
  return (
    [vct, ...parents].some((type) => query.vctValues?.includes(type)) && isTrusted(query, document)
  );
}

function isTrusted(
  { trustedAuthorities }: CredentialQuery,
  { authorities = [] }: QueriedDocument,
): boolean {
  if (trustedAuthorities === undefined) return true;
  return trustedAuthorities.some(({ type, values }) =>
    authorities.some((one) => one.type === type && values.includes(one.value)),
  );
}

/** Of several values that a path leads to, those that are wanted. */
function valuesOf({ path, values }: ClaimQuery, { claims }: QueriedDocument): readonly Selected[] {
  const selected = selectClaims(claims, path);
  if (values === undefined) return selected;
  return selected.filter(({ value }) => values.some((wanted) => wanted === value));
}

function disclosureOf(selected: readonly Selected[], { hidden }: QueriedDocument): DcqlDisclosure {
  const paths = selected.map(({ path }) => path);
  return {
    paths,
    reveals: hidden.filter((part) => paths.some((path) => overlap(path, part))),
  };
}
