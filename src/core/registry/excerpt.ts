/**
 * An excerpt of a registry: what one document rests on, proven entry by entry under one header. It
 * says nothing about what it leaves out: that was not supplied, which is not the same as absent.
 */
import { encodeUtf8, equalBytes } from '../bytes/index.ts';
import type { TrustedHeader } from '../chain/index.ts';
import { sha256 } from '../crypto/index.ts';
import { MerkleError, verifyInclusion } from '../merkle/index.ts';
import { decodeEntries, type DecodedEntries } from './decode-registry.ts';
import { encodeBatchEntry } from './entries.ts';
import { RegistryError } from './registry-error.ts';
import { verifyEntry } from './registry-root.ts';
import type { BatchEntry, IssuerEntry, StatusEntry } from './types.ts';

/** An excerpt before anything in it is believed. */
export interface UntrustedExcerpt {
  /** Entries of the whole registry. */
  readonly total: number;
  /** By key, ascending. */
  readonly entries: readonly UntrustedEntry[];
  readonly batch: BatchPlace & { readonly path: readonly Uint8Array[] };
  /** A status list by `<issuer>/<list>`, with its token (compact JWT). */
  readonly status: { readonly list: string; readonly token: string };
}

/** An entry with its place in the registry. */
export interface UntrustedEntry {
  readonly key: string;
  readonly value: Uint8Array;
  readonly index: number;
  readonly path: readonly Uint8Array[];
}

/** A batch with its place in its issuer's log. */
export interface BatchPlace {
  readonly issuer: string;
  readonly number: number;
  readonly entry: BatchEntry;
}

/**
 * An excerpt whose every byte was checked against one verified header. Only `verifyExcerpt` builds
 * one. An entry that it lacks may exist.
 */
export interface Excerpt {
  readonly chainId: string;
  /** The header whose `appHash` the entries lead to. */
  readonly height: number;
  readonly timeMs: number;
  readonly issuers: ReadonlyMap<string, IssuerEntry>;
  /** By `<issuer>/<list>`. */
  readonly statuses: ReadonlyMap<string, StatusEntry>;
  readonly batch: BatchPlace;
  readonly status: { readonly list: string; readonly token: string };
}

/**
 * Turns an untrusted excerpt into one. It returns only if:
 *
 * a) each entry is in the registry of `header.appHash`, under its own key;
 * b) the batch is in its issuer's log, whose head is among the entries;
 * c) the status token has the digest of its entry, which is among the entries.
 *
 * @throws {@link RegistryError} `registry/root-mismatch`, `registry/log-mismatch`,
 * `registry/status-mismatch`, or `registry/malformed` for an entry that is none.
 */
export function verifyExcerpt(untrusted: UntrustedExcerpt, header: TrustedHeader): Excerpt {
  const { total, batch, status } = untrusted;
  for (const { key, value, index, path } of untrusted.entries) {
    verifyEntry(header.appHash, key, value, { index, total, aunts: path });
  }
  const entries = decodeEntries(new Map(untrusted.entries.map(({ key, value }) => [key, value])));
  verifyBatch(untrusted.batch, entries);
  verifyToken(status, entries);
  return {
    chainId: header.chainId,
    height: header.height,
    timeMs: Number(header.timeNs / 1_000_000n),
    issuers: entries.issuers,
    statuses: entries.statuses,
    batch: { issuer: batch.issuer, number: batch.number, entry: batch.entry },
    status,
  };
}

function verifyBatch(batch: UntrustedExcerpt['batch'], { logs }: DecodedEntries): void {
  const head = logs.get(batch.issuer);
  if (head === undefined) throw new RegistryError('registry/log-mismatch', 'no head of the log');
  try {
    const place = { index: batch.number, total: head.size, aunts: batch.path };
    verifyInclusion(head.root, encodeBatchEntry(batch.entry), place);
  } catch (cause) {
    if (!(cause instanceof MerkleError)) throw cause;
    throw new RegistryError('registry/log-mismatch', 'the batch is not in the log', { cause });
  }
}

function verifyToken(status: UntrustedExcerpt['status'], { statuses }: DecodedEntries): void {
  const digest = statuses.get(status.list)?.digest;
  if (digest === undefined || !equalBytes(sha256(encodeUtf8(status.token)), digest)) {
    throw new RegistryError('registry/status-mismatch', 'a status list is another');
  }
}
