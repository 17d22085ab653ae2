/**
 * The name under which something of a chain is stored. A chain id may hold any sign; here it ends
 * at the first `/`, so that no chain's names begin like another's.
 */
export function storedName(chainId: string, what: string): string {
  return `${encodeURIComponent(chainId)}/${what}`;
}
