import {
  decodeGovernanceEntry,
  decodeIssuerEntry,
  decodeLogHead,
  decodeSequence,
  decodeStatusEntry,
  decodeTypeEntry,
  decodeValidatorEntry,
  decodeVerifierEntry,
} from './entries.ts';
import { LIMITS } from './limits.ts';
import { commonLog, GOVERNANCE_KEY, id, isIssuerId, signerId, vct } from './registry-key.ts';
import { RegistryError } from './registry-error.ts';
import type { RegistryEntries } from './registry-root.ts';
import { malformed } from './shape.ts';
import type {
  GovernanceEntry,
  IssuerEntry,
  LogHead,
  Registry,
  StatusEntry,
  TypeEntry,
  ValidatorEntry,
  VerifierEntry,
} from './types.ts';

/** Some entries of a registry, decoded: governance may be among them. */
export interface DecodedEntries extends Omit<Registry, 'governance'> {
  readonly governance: GovernanceEntry | undefined;
}

interface Building {
  governance: GovernanceEntry | undefined;
  readonly issuers: Map<string, IssuerEntry>;
  readonly verifiers: Map<string, VerifierEntry>;
  readonly logs: Map<string, LogHead>;
  readonly statuses: Map<string, StatusEntry>;
  readonly types: Map<string, TypeEntry>;
  readonly validators: Map<string, ValidatorEntry>;
}

/**
 * Decodes every entry. Nothing is skipped: an entry of an unknown kind might restrict a known one.
 *
 * @throws {@link RegistryError} `registry/unknown-key`, `registry/malformed` (also without
 * governance) or `registry/too-large`.
 */
export function decodeRegistry(untrusted: RegistryEntries): Registry {
  const { governance, ...entries } = decodeEntries(untrusted);
  if (governance === undefined) throw malformed('registry without governance');
  return { ...entries, governance };
}

/**
 * Decodes some of a registry's entries.
 *
 * @throws {@link RegistryError} `registry/unknown-key`, `registry/malformed`, `registry/too-large`.
 */
export function decodeEntries(untrusted: RegistryEntries): DecodedEntries {
  if (untrusted.size > LIMITS.entries) throw new RegistryError('registry/too-large', 'entries');
  const building: Building = {
    governance: undefined,
    issuers: new Map(),
    verifiers: new Map(),
    logs: new Map(),
    statuses: new Map(),
    types: new Map(),
    validators: new Map(),
  };
  for (const [key, value] of untrusted) addEntry(building, key, value);
  return building;
}

function addEntry(building: Building, key: string, value: Uint8Array): void {
  const slash = key.indexOf('/');
  const kind = slash < 0 ? key : key.slice(0, slash);
  const rest = slash < 0 ? undefined : key.slice(slash + 1);
  if (rest === undefined) addSingle(building, kind, value);
  else addNamed(building, kind, rest, value);
}

function addSingle(building: Building, key: string, value: Uint8Array): void {
  if (key === GOVERNANCE_KEY) building.governance = decodeGovernanceEntry(value);
  else
    building.logs.set(
      known(() => commonLog(key)),
      decodeLogHead(value),
    );
}

function addNamed(building: Building, kind: string, rest: string, value: Uint8Array): void {
  switch (kind) {
    case 'issuer':
      building.issuers.set(issuerId(rest), decodeIssuerEntry(value));
      return;
    case 'verifier':
      building.verifiers.set(
        known(() => id(rest)),
        decodeVerifierEntry(value),
      );
      return;
    case 'log':
      building.logs.set(issuerId(rest), decodeLogHead(value));
      return;
    case 'status':
      building.statuses.set(statusName(rest), decodeStatusEntry(value));
      return;
    case 'type':
      building.types.set(
        known(() => vct(rest)),
        decodeTypeEntry(value),
      );
      return;
    case 'validator':
      if (!/^[0-9a-f]{64}$/.test(rest)) throw unknownKey();
      building.validators.set(rest, decodeValidatorEntry(value));
      return;
    case 'sequence':
      if (rest !== GOVERNANCE_KEY) known(() => signerId(rest));
      decodeSequence(value);
      return;
    default:
      throw unknownKey();
  }
}

function statusName(rest: string): string {
  const [issuer = '', list = '', ...more] = rest.split('/');
  if (more.length > 0) throw unknownKey();
  return `${issuerId(issuer)}/${known(() => id(list))}`;
}

function issuerId(name: string): string {
  if (!isIssuerId(name)) throw unknownKey();
  return name;
}

function known(read: () => string): string {
  try {
    return read();
  } catch {
    throw unknownKey();
  }
}

function unknownKey(): RegistryError {
  return new RegistryError('registry/unknown-key', 'no such kind of entry');
}
