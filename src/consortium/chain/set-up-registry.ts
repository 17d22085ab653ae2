/** Governance transactions that register issuers, verifiers and types, as far as they are not registered yet. */
import { equalBytes } from '#core/bytes/index.ts';
import type { LocalText } from '#core/chain/index.ts';
import {
  decodeRegistry,
  encodeVerifierEntry,
  verifierKey,
  type IssuerEntry,
  type Registry,
  type RegistryState,
  type TxBody,
  type VerifierEntry,
} from '#core/registry/index.ts';

/** An issuer as its desk names it. */
export interface IssuerRegistration {
  readonly id: string;
  readonly name: LocalText;
  /** ES256 public keys, x‖y, 64 bytes. */
  readonly keys: readonly { readonly kid: string; readonly publicKey: Uint8Array }[];
  readonly vcts: readonly string[];
}

/** What is to be registered. */
export interface Registrations {
  readonly issuers?: readonly IssuerRegistration[];
  readonly verifiers?: ReadonlyMap<string, VerifierEntry>;
  /** Credential type → SHA-256 of its metadata document. */
  readonly types?: ReadonlyMap<string, Uint8Array>;
}

/** What governance still has to say. */
export function missingSettings(
  state: RegistryState,
  { issuers = [], verifiers = new Map(), types = new Map() }: Registrations,
): readonly TxBody[] {
  const registry = decodeRegistry(state.entries);
  return [
    ...issuers.filter((issuer) => !isRegistered(registry, issuer)).map(issuerBody),
    ...[...verifiers].flatMap(([verifier, entry]): TxBody[] => {
      const known = state.entries.get(verifierKey(verifier));
      const isKnown = known !== undefined && equalBytes(known, encodeVerifierEntry(entry));
      return isKnown ? [] : [{ kind: 'set-verifier', verifier, entry }];
    }),
    ...[...types].flatMap(([vct, digest]): TxBody[] => {
      const known = registry.types.get(vct);
      const isKnown = known !== undefined && equalBytes(known.digest, digest);
      return isKnown ? [] : [{ kind: 'set-type', vct, digest }];
    }),
  ];
}

function isRegistered(registry: Registry, wanted: IssuerRegistration): boolean {
  const entry = registry.issuers.get(wanted.id);
  if (entry === undefined) return false;
  const keys = running(entry.keys).map(({ kid }) => kid);
  const vcts = running(entry.types).map(({ vct }) => vct);
  return (
    sameSet(
      keys,
      wanted.keys.map(({ kid }) => kid),
    ) && sameSet(vcts, wanted.vcts)
  );
}

function running<T extends { readonly until?: number }>(ranges: readonly T[]): readonly T[] {
  return ranges.filter(({ until }) => until === undefined);
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join('\n') === [...b].sort().join('\n');
}

function issuerBody({ id, name, keys, vcts }: IssuerRegistration): TxBody {
  const status: IssuerEntry['history'][number]['status'] = 'active';
  const setting = {
    name,
    keys: keys.map(({ kid, publicKey }) => ({ kid, alg: 'ES256' as const, publicKey })),
    types: vcts,
    status,
  };
  return { kind: 'set-issuer', issuer: id, setting };
}
