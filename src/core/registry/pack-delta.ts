/** What brings an older trust pack up to date: the registry whole, of everything else what is newer. */
import { encodeUtf8, equalBytes } from '../bytes/index.ts';
import type { TrustedHeader } from '../chain/index.ts';
import { sha256 } from '../crypto/index.ts';
import { decodeStatusEntry } from './entries.ts';
import { RegistryError } from './registry-error.ts';
import { registryRoot, type RegistryEntries } from './registry-root.ts';
import { verifyTrustPack, type UntrustedPack } from './trust-pack.ts';
import type { BatchEntry, TrustPack } from './types.ts';

/** The end of an issuer's log. */
export interface LogTail {
  /** Batches that the receiver has already. */
  readonly from: number;
  readonly batches: readonly BatchEntry[];
}

/** Untrusted, like a pack. Type metadata are not in it: they come with the app. */
export interface PackDelta {
  readonly entries: RegistryEntries;
  readonly logs: ReadonlyMap<string, LogTail>;
  /** Status list tokens that changed, by `<issuer>/<list>`. */
  readonly statusTokens: ReadonlyMap<string, string>;
}

/** A pack that came about by a delta, with the material that it was verified from. */
export interface AppliedDelta {
  readonly material: UntrustedPack;
  readonly pack: TrustPack;
}

/**
 * What a pack holds beyond one of height `since`. A pack of height h is the state after block h-1.
 *
 * @param pack - Material that was verified.
 * @param since - 0 for a receiver who holds nothing, or of whom nothing is known.
 * @throws {@link RegistryError} `registry/not-held` if the pack lacks a status list itself.
 */
export function takePackDelta(pack: UntrustedPack, since: number): PackDelta {
  const tails = [...pack.batches].map(([issuer, log]) => [issuer, tailOf(log, since)] as const);
  return { entries: pack.entries, logs: new Map(tails), statusTokens: changedTokens(pack, since) };
}

function tailOf(log: readonly BatchEntry[], since: number): LogTail {
  const from = log.filter(({ height }) => height < since).length;
  return { from, batches: log.slice(from) };
}

function changedTokens(pack: UntrustedPack, since: number): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const [name, { height }] of statusEntries(pack.entries)) {
    const held = pack.statusTokens.get(name);
    if (held === undefined) throw new RegistryError('registry/not-held', 'a status list');
    if (height >= since) changed.set(name, held);
  }
  return changed;
}

/**
 * The pack under `header` that `held` and the delta make together; whole or not at all. Nothing of the
 * two is believed: every root is computed anew, and every status list has to be there, so that nobody can
 * take one away by sending something newer.
 *
 * @param held - What the receiver has; `undefined` if nothing.
 * @throws {@link RegistryError} `registry/delta-gap` if the receiver lacks what the delta goes on from;
 * and the codes of `verifyTrustPack`.
 */
export function applyPackDelta(
  held: UntrustedPack | undefined,
  untrusted: PackDelta,
  header: TrustedHeader,
): AppliedDelta {
  const { entries } = untrusted;
  if (!equalBytes(registryRoot(entries), header.appHash)) {
    throw new RegistryError('registry/root-mismatch', 'the registry is not that of the header');
  }
  const batches = joinedLogs(held, untrusted);
  const material = { entries, batches, statusTokens: joinedTokens(held, untrusted) };
  return { material, pack: verifyTrustPack(material, header) };
}

function joinedLogs(
  held: UntrustedPack | undefined,
  { logs }: PackDelta,
): UntrustedPack['batches'] {
  const joined = [...logs].map(([issuer, { from, batches }]) => {
    const before = (held?.batches.get(issuer) ?? []).slice(0, from);
    if (before.length < from) throw gap('batches');
    return [issuer, [...before, ...batches]] as const;
  });
  return new Map(joined);
}

function joinedTokens(
  held: UntrustedPack | undefined,
  { entries, statusTokens }: PackDelta,
): UntrustedPack['statusTokens'] {
  const joined = new Map(statusTokens);
  for (const [name, { digest }] of statusEntries(entries)) {
    if (joined.has(name)) continue;
    const before = held?.statusTokens.get(name);
    if (before === undefined || !equalBytes(sha256(encodeUtf8(before)), digest)) {
      throw gap('status list');
    }
    joined.set(name, before);
  }
  return joined;
}

const STATUS = 'status/';

function statusEntries(entries: RegistryEntries) {
  return [...entries]
    .filter(([key]) => key.startsWith(STATUS))
    .map(([key, value]) => [key.slice(STATUS.length), decodeStatusEntry(value)] as const);
}

function gap(what: string): RegistryError {
  return new RegistryError('registry/delta-gap', `the delta goes on from other ${what}`);
}
