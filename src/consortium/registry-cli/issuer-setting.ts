/** What governance says of an issuer today, as the starting point of a change. */
import type { IssuerEntry, IssuerSetting, IssuerStatus } from '#core/registry/index.ts';
import { found, type ChainView } from './chain-view.ts';
import { CliError } from './cli-error.ts';
import type { Draft } from './command.ts';
import { readObject } from './files.ts';
import { parsePublicKey, type PublicKey } from './key-file.ts';

type SettingKey = IssuerSetting['keys'][number];

/** @throws {@link CliError} `registry-cli/not-found`. */
export function settingOf(view: ChainView, issuer: string): IssuerSetting {
  const entry = found(view.registry.issuers.get(issuer), `issuer ${issuer}`);
  return {
    name: entry.name,
    keys: entry.keys.filter(({ until }) => until === undefined).map(settingKey),
    types: entry.types.filter(({ until }) => until === undefined).map(({ vct }) => vct),
    status: statusOf(entry),
    ...(entry.successor === undefined ? {} : { successor: entry.successor }),
  };
}

/** Governance's transaction for a changed setting. */
export function settingDraft(issuer: string, setting: IssuerSetting): Draft {
  return { signer: 'governance', body: { kind: 'set-issuer', issuer, setting } };
}

/** @throws {@link CliError} `registry-cli/no-change` if the issuer has this status already. */
export function withStatus(view: ChainView, issuer: string, status: IssuerStatus): IssuerSetting {
  const setting = settingOf(view, issuer);
  if (setting.status === status) {
    throw new CliError('registry-cli/no-change', `${issuer} is ${status} already`);
  }
  return { ...setting, status };
}

/** Public key files as keys of a setting. */
export function readKeys(paths: readonly string[]): readonly SettingKey[] {
  return paths
    .map((path): PublicKey => parsePublicKey(readObject(path)))
    .map(({ id, alg, publicKey }) => ({ kid: id, alg, publicKey }));
}

/**
 * The keys with one marked.
 *
 * @throws {@link CliError} `registry-cli/not-found` if the issuer has no such key in force.
 */
export function withCompromised(
  { keys }: IssuerSetting,
  kid: string,
  compromisedSince: number,
): readonly SettingKey[] {
  found(
    keys.find((key) => key.kid === kid),
    `key ${kid} in force`,
  );
  return keys.map((key) => (key.kid === kid ? { ...key, compromisedSince } : key));
}

function settingKey({ kid, alg, publicKey, compromisedSince }: IssuerEntry['keys'][number]) {
  const compromise = compromisedSince === undefined ? {} : { compromisedSince };
  return { kid, alg, publicKey, ...compromise };
}

function statusOf({ history }: IssuerEntry): IssuerStatus {
  return history.at(-1)?.status ?? 'suspended';
}
