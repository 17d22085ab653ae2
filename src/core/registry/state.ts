import { EMPTY_FRONTIER, type Frontier } from '../merkle/index.ts';
import { encodeGovernanceEntry, encodeValidatorEntry } from './entries.ts';
import { GOVERNANCE_KEY, validatorKey } from './registry-key.ts';
import type { RegistryEntries } from './registry-root.ts';
import type { GovernanceEntry, ValidatorEntry } from './types.ts';

/**
 * What the state machine needs to go on. `entries` is what the app hash commits to. Never changed in
 * place. Leaves and tokens are handed out as {@link Kept} and not held: this does not grow with the logs.
 */
export interface RegistryState {
  readonly chainId: string;
  readonly entries: RegistryEntries;
  /** Right edges of the logs, by the registry key of their heads. */
  readonly logs: ReadonlyMap<string, Frontier>;
}

/** What an applied transaction leaves beside the registry, for whoever answers questions about it. */
export type Kept =
  | {
      readonly kind: 'leaf';
      /** Registry key of the log's head. */
      readonly log: string;
      readonly index: number;
      readonly leaf: Uint8Array;
      /** Of the log of claims: what nobody may claim again. */
      readonly claim?: Uint8Array;
    }
  /** `entry` is the registry key of the list that the token is now in force for. */
  | { readonly kind: 'token'; readonly entry: string; readonly token: Uint8Array }
  | { readonly kind: 'validator'; readonly publicKey: Uint8Array; readonly power: number };

/** Height and time of the block that includes a transaction. */
export interface BlockContext {
  readonly height: number;
  readonly timeMs: number;
}

/** Whether a key is in the log of claims, as of the transaction before. */
export type ClaimLookup = (key: Uint8Array) => boolean;

/** A validator as the genesis of a chain names it. */
export interface GenesisValidator extends ValidatorEntry {
  readonly publicKey: Uint8Array;
}

/**
 * The registry before the first block: governance, and the validators where it is to govern them.
 * Without any, the chain's set is fixed.
 */
export function genesisState(
  chainId: string,
  governance: GovernanceEntry,
  validators: readonly GenesisValidator[] = [],
): RegistryState {
  const entries = new Map([[GOVERNANCE_KEY, encodeGovernanceEntry(governance)]]);
  for (const { publicKey, name, power } of validators) {
    entries.set(validatorKey(publicKey), encodeValidatorEntry({ name, power }));
  }
  return { chainId, entries, logs: new Map() };
}

/** The same state with one entry written. */
export function withEntry(state: RegistryState, key: string, value: Uint8Array): RegistryState {
  return { ...state, entries: new Map(state.entries).set(key, value) };
}

/** Right edge of a log; one that nobody wrote to is empty. */
export function frontierOf(state: RegistryState, log: string): Frontier {
  return state.logs.get(log) ?? EMPTY_FRONTIER;
}
