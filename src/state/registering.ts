/** Registrations of received copies. */
import { formatBase64Url, formatHex } from '#core/bytes/index.ts';
import { parseSdJwt } from '#core/credential/index.ts';
import { fetchAnchor, type AnchorPorts } from '#core/exchange/index.ts';
import { credentialLeaf, parseAnchorProof } from '#core/registry/index.ts';
import type { HeldDocument } from './held-document.ts';
import { codeOf } from './refusal.ts';
import type { Wallet } from './wallet.svelte.ts';

/**
 * Fetches the anchor proof of every copy that has none, if it was issued under this chain. The document is stored:
 * one that is late is shown as such and asked for again later.
 *
 * @returns The code of what has kept one of them from being registered.
 */
export async function registerCopies(
  { id, chainId, credentialIssuer, copies }: HeldDocument,
  wallet: Wallet,
  current: string,
  ports: AnchorPorts,
): Promise<string | undefined> {
  if (chainId !== current) return undefined;
  try {
    for (const { sdJwt, anchor } of copies) {
      if (anchor !== undefined) continue;
      const leaf = formatHex(credentialLeaf(parseSdJwt(sdJwt).jwt));
      const proof = parseAnchorProof(await fetchAnchor(credentialIssuer, leaf, ports));
      await wallet.held.setAnchor(id, sdJwt, { ...proof, path: proof.path.map(formatBase64Url) });
    }
    return undefined;
  } catch (refusal) {
    return codeOf(refusal);
  }
}
