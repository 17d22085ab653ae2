/**
 * The name under which something of a chain is stored. A chain id may hold any sign; here it ends
 * at the first `/`, so that no chain's names begin like another's.
 */
export function storedName(chainId: string, what: string): string {
  return `${encodeURIComponent(chainId)}/${what}`;
}

/** What the names of all blocks of a chain begin with. */
export function blockPrefix(chainId: string): string {
  return storedName(chainId, 'block/');
}

/** As many digits as a safe integer has: names then sort as heights do. */
const DIGITS = 16;

/** The name of a verified block. */
export function blockName(chainId: string, height: number): string {
  return blockPrefix(chainId) + String(height).padStart(DIGITS, '0');
}
