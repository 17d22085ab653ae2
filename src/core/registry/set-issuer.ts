/** How a setting by governance changes an issuer's entry: heights are written, nothing is erased. */
import { equalBytes } from '../bytes/index.ts';
import { RegistryError } from './registry-error.ts';
import type { IssuerSetting } from './tx-body.ts';
import type { IssuerEntry, IssuerKey } from './types.ts';

/**
 * The issuer's entry after a setting included at `height`. Every change holds from the next height
 * on, so that all transactions of one block are judged by the same rules.
 *
 * @throws {@link RegistryError} `registry/key-reused` for a kid that stands or stood for another
 * key or that has ended, `registry/issuer-retired` for bringing back a retired issuer.
 */
export function applySetting(
  before: IssuerEntry | undefined,
  setting: IssuerSetting,
  height: number,
): IssuerEntry {
  const from = height + 1;
  const successor = setting.successor ?? before?.successor;
  return {
    name: setting.name,
    keys: nextKeys(before?.keys ?? [], setting.keys, from),
    types: nextTypes(before?.types ?? [], setting.types, from),
    history: nextHistory(before?.history ?? [], setting.status, from),
    ...(successor === undefined ? {} : { successor }),
  };
}

function nextKeys(
  before: IssuerEntry['keys'],
  wanted: IssuerSetting['keys'],
  from: number,
): IssuerKey[] {
  const kept = before.map((key): IssuerKey => {
    const setting = wanted.find(({ kid }) => kid === key.kid);
    if (setting === undefined) return ended(key, from);
    const same = setting.alg === key.alg && equalBytes(setting.publicKey, key.publicKey);
    if (!same || key.until !== undefined) {
      throw new RegistryError('registry/key-reused', 'a kid stands for one key, once');
    }
    return withCompromise(key, setting.compromisedSince);
  });
  const known = new Set(before.map(({ kid }) => kid));
  const fresh = wanted.filter(({ kid }) => !known.has(kid)).map((key) => ({ ...key, from }));
  return [...kept, ...fresh];
}

/** A compromise once recorded may be moved to an earlier height, never forgotten. */
function withCompromise(key: IssuerKey, since: number | undefined): IssuerKey {
  const earliest = Math.min(since ?? Infinity, key.compromisedSince ?? Infinity);
  return Number.isFinite(earliest) ? { ...key, compromisedSince: earliest } : key;
}

function nextTypes(
  before: IssuerEntry['types'],
  wanted: readonly string[],
  from: number,
): IssuerEntry['types'] {
  const kept = before.map((type) => (wanted.includes(type.vct) ? type : ended(type, from)));
  const running = new Set(kept.filter(({ until }) => until === undefined).map((type) => type.vct));
  return [...kept, ...wanted.filter((vct) => !running.has(vct)).map((vct) => ({ vct, from }))];
}

function ended<T extends { readonly from: number; readonly until?: number }>(
  range: T,
  until: number,
): T {
  // What began in this very block has not been in force yet; it ends one height later.
  return range.until === undefined ? { ...range, until: Math.max(until, range.from + 1) } : range;
}

function nextHistory(
  before: IssuerEntry['history'],
  status: IssuerSetting['status'],
  since: number,
): IssuerEntry['history'] {
  const last = before.at(-1);
  if (last?.status === status) return before;
  if (last?.status === 'retired') {
    throw new RegistryError('registry/issuer-retired', 'retired is for good');
  }
  const earlier = last?.since === since ? before.slice(0, -1) : before;
  return earlier.at(-1)?.status === status ? earlier : [...earlier, { status, since }];
}
