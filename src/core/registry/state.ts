import { encodeGovernanceEntry } from './entries.ts';
import { GOVERNANCE_KEY } from './registry-key.ts';
import type { RegistryEntries } from './registry-root.ts';
import type { BatchEntry, GovernanceEntry } from './types.ts';

/**
 * Everything the state machine keeps. `entries` is what the app hash commits to; logs and blobs are
 * what the entries hold the roots and digests of. Never changed in place.
 */
export interface RegistryState {
  readonly chainId: string;
  readonly entries: RegistryEntries;
  /** Batches by issuer. */
  readonly batches: ReadonlyMap<string, readonly BatchEntry[]>;
  /** Status list tokens (ASCII) by `<issuer>/<list>`; only those in force. */
  readonly tokens: ReadonlyMap<string, Uint8Array>;
}

/** Height and time of the block that includes a transaction. */
export interface BlockContext {
  readonly height: number;
  readonly timeMs: number;
}

/** The registry before the first block: governance and nothing else. */
export function genesisState(chainId: string, governance: GovernanceEntry): RegistryState {
  return {
    chainId,
    entries: new Map([[GOVERNANCE_KEY, encodeGovernanceEntry(governance)]]),
    batches: new Map(),
    tokens: new Map(),
  };
}

/** The same state with one entry written. */
export function withEntry(state: RegistryState, key: string, value: Uint8Array): RegistryState {
  return { ...state, entries: new Map(state.entries).set(key, value) };
}
