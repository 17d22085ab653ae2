/** The trust pack (DESIGN §2.3): whole, checked against one verified header, or not at all. */
import { encodeUtf8, equalBytes } from '../bytes/index.ts';
import type { TrustedHeader } from '../chain/index.ts';
import { sha256 } from '../crypto/index.ts';
import { logRoot } from './batch.ts';
import { decodeRegistry } from './decode-registry.ts';
import { LIMITS } from './limits.ts';
import { isIssuerId } from './registry-key.ts';
import { RegistryError } from './registry-error.ts';
import { registryRoot, type RegistryEntries } from './registry-root.ts';
import type { BatchEntry, Registry, TrustPack } from './types.ts';

/** What a pack is made of before anything in it is believed. */
export interface UntrustedPack {
  /** Every registry key → the entry's bytes. */
  readonly entries: RegistryEntries;
  /** Batch entries of each issuer, in the order of its log. */
  readonly batches: ReadonlyMap<string, readonly BatchEntry[]>;
  /** Status list tokens (compact JWT) by `<issuer>/<list>`. */
  readonly statusTokens: ReadonlyMap<string, string>;
}

/**
 * Turns untrusted material into a pack. It returns only if:
 *
 * a) the root of all entries is `header.appHash`, so the registry is complete and correct;
 * b) every issuer's log, recomputed from its batches, has the size and root of its entry, and there
 *    are no batches without an entry;
 * c) every status token has the digest of its entry. A missing token is allowed and stays absent.
 *
 * @throws {@link RegistryError} `registry/root-mismatch`, `registry/log-mismatch`,
 * `registry/status-mismatch`, or the codes of `decodeRegistry`.
 */
export function verifyTrustPack(untrusted: UntrustedPack, header: TrustedHeader): TrustPack {
  if (untrusted.entries.size > LIMITS.entries) {
    throw new RegistryError('registry/too-large', 'entries');
  }
  if (!equalBytes(registryRoot(untrusted.entries), header.appHash)) {
    throw new RegistryError('registry/root-mismatch', 'the registry is not that of the header');
  }
  const registry = decodeRegistry(untrusted.entries);
  verifyLogs(untrusted.batches, registry);
  verifyTokens(untrusted.statusTokens, registry);
  return {
    chainId: header.chainId,
    height: header.height,
    timeMs: Number(header.timeNs / 1_000_000n),
    registry,
    batches: untrusted.batches,
    statusTokens: untrusted.statusTokens,
  };
}

/** Whether `candidate` may replace `held`: same chain and later. Nothing ever rolls back. */
export function isNewer(
  candidate: Pick<TrustPack, 'chainId' | 'height'>,
  held: Pick<TrustPack, 'chainId' | 'height'> | undefined,
): boolean {
  if (held === undefined) return true;
  return candidate.chainId === held.chainId && candidate.height > held.height;
}

function verifyLogs(batches: UntrustedPack['batches'], registry: Registry): void {
  const issuers = [...registry.logs].filter(([name]) => isIssuerId(name));
  const known = issuers.every(([issuer, head]) => {
    const log = batches.get(issuer) ?? [];
    return log.length === head.size && equalBytes(logRoot(log), head.root);
  });
  const foreign = [...batches.keys()].some((issuer) => !isIssuerLog(registry, issuer));
  if (!known || foreign) throw new RegistryError('registry/log-mismatch', 'a log is another');
}

function isIssuerLog(registry: Registry, name: string): boolean {
  return isIssuerId(name) && registry.logs.has(name);
}

function verifyTokens(tokens: UntrustedPack['statusTokens'], registry: Registry): void {
  for (const [list, token] of tokens) {
    const entry = registry.statuses.get(list);
    if (entry === undefined || !equalBytes(sha256(encodeUtf8(token)), entry.digest)) {
      throw new RegistryError('registry/status-mismatch', 'a status list is another');
    }
  }
}
