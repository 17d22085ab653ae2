/** Gathering a trust pack's material from a node; only what is missing is asked for. */
import { encodeUtf8, decodeUtf8, equalBytes } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import { decodeLogHead, decodeStatusEntry } from './entries.ts';
import { LIMITS } from './limits.ts';
import { decodeLogAnswer, decodeRegistryMap, encodeLogQuery } from './pack-file.ts';
import { isIssuerId } from './registry-key.ts';
import { RegistryError } from './registry-error.ts';
import { registryRoot, type RegistryEntries } from './registry-root.ts';
import type { UntrustedPack } from './trust-pack.ts';
import type { BatchEntry } from './types.ts';

/** Asks the application of one node for a value of one state. Whatever it answers is a claim. */
export type StateQuery = (path: string, data: Uint8Array) => Promise<Uint8Array>;

/**
 * Collects the material of a pack. Batches and status lists that `held` has already are not asked
 * for again; a status list that the node cannot give stays absent.
 *
 * @param appHash - Of the header that the pack is for. A registry that does not lead to it is refused
 * before anything that it names is asked for, or a node could send its reader from name to name.
 * @throws {@link RegistryError} `registry/root-mismatch`, for malformed answers, and whatever `query` refuses with.
 */
export async function collectPack(
  query: StateQuery,
  held: UntrustedPack | undefined,
  appHash: Uint8Array,
): Promise<UntrustedPack> {
  const entries = decodeRegistryMap(await query('/registry', new Uint8Array()));
  if (!equalBytes(registryRoot(entries), appHash)) {
    throw new RegistryError('registry/root-mismatch', 'the registry is not that of the header');
  }
  const batches = new Map<string, readonly BatchEntry[]>();
  for (const issuer of namesUnder('log/', entries).filter(isIssuerId)) {
    const size = decodeLogHead(entries.get(`log/${issuer}`) ?? new Uint8Array()).size;
    batches.set(issuer, await collectLog(query, issuer, size, held?.batches.get(issuer) ?? []));
  }
  return { entries, batches, statusTokens: await collectTokens(query, entries, held) };
}

/**
 * The batches of an issuer's log up to `size`, as far as the node gives them; those in `held` are not
 * asked for again. They are claims until their root is compared.
 *
 * @throws {@link RegistryError} for malformed answers, and whatever `query` refuses with.
 */
export async function collectLog(
  query: StateQuery,
  issuer: string,
  size: number,
  held: readonly BatchEntry[],
): Promise<readonly BatchEntry[]> {
  const log = held.slice(0, size);
  while (log.length < size && log.length < LIMITS.batchesPerIssuer) {
    const more = decodeLogAnswer(await query('/log', encodeLogQuery({ issuer, from: log.length })));
    log.push(...more.slice(0, size - log.length));
    // A node that serves crumbs would keep its reader asking: what is short is refused as a whole.
    if (more.length < LIMITS.batchesPerAnswer) break;
  }
  return log;
}

async function collectTokens(
  query: StateQuery,
  entries: RegistryEntries,
  held: UntrustedPack | undefined,
): Promise<ReadonlyMap<string, string>> {
  const tokens = new Map<string, string>();
  for (const list of namesUnder('status/', entries)) {
    const { digest } = decodeStatusEntry(entries.get(`status/${list}`) ?? new Uint8Array());
    const token = heldToken(held, list, digest) ?? decodeUtf8(await query('/blob', digest));
    if (token !== '') tokens.set(list, token);
  }
  return tokens;
}

function heldToken(held: UntrustedPack | undefined, list: string, digest: Uint8Array) {
  const token = held?.statusTokens.get(list);
  return token !== undefined && equalBytes(sha256(encodeUtf8(token)), digest) ? token : undefined;
}

function namesUnder(prefix: string, entries: RegistryEntries): string[] {
  return [...entries.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
}
