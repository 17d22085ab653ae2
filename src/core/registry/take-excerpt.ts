/** Taking out of a pack what one document rests on, for a verifier that has no pack. */
import { parseStatusToken, statusCapacity } from '../credential/index.ts';
import { leafHash, proveInclusion } from '../merkle/index.ts';
import { decodeIssuerEntry, encodeBatchEntry } from './entries.ts';
import type { UntrustedEntry, UntrustedExcerpt } from './excerpt.ts';
import { LIMITS } from './limits.ts';
import { RegistryError } from './registry-error.ts';
import { issuerKey, logKey, typeKey } from './registry-key.ts';
import { proveEntry, type RegistryEntries } from './registry-root.ts';
import type { UntrustedPack } from './trust-pack.ts';

/** What a document refers to. */
export interface ExcerptNeed {
  readonly issuer: string;
  /** Number of the batch in the issuer's log. */
  readonly batch: number;
  readonly vct: string;
  /** `<issuer>/<list>` */
  readonly list: string;
}

/**
 * @param pack - Material that was verified under the header that the excerpt is meant for.
 * @throws {@link RegistryError} `registry/not-held` if the pack lacks something that the document
 * refers to; `registry/list-too-long` for a status list of more than 65,536 documents.
 */
export function takeExcerpt(pack: UntrustedPack, need: ExcerptNeed): UntrustedExcerpt {
  const { entries } = pack;
  const keys = keysFor(entries, need);
  return {
    total: entries.size,
    entries: keys.sort().map((key) => provenEntry(entries, key)),
    batch: batchOf(pack, need),
    status: { list: need.list, token: tokenOf(pack, need) },
  };
}

/** A retired issuer's lists are signed by its successor; not every type has to be registered. */
function keysFor(entries: RegistryEntries, { issuer, vct, list }: ExcerptNeed): string[] {
  const own = entries.get(issuerKey(issuer));
  const successor = own && decodeIssuerEntry(own).successor;
  const further = [...(successor === undefined ? [] : [issuerKey(successor)]), typeKey(vct)];
  const needed = [issuerKey(issuer), logKey(issuer), `status/${list}`];
  return [...needed, ...further.filter((key) => entries.has(key))];
}

function provenEntry(entries: RegistryEntries, key: string): UntrustedEntry {
  const [value, proof] = [entries.get(key), proveEntry(entries, key)];
  if (value === undefined || proof === undefined) throw notHeld(key);
  return { key, value, index: proof.index, path: proof.aunts };
}

function batchOf({ batches }: UntrustedPack, need: ExcerptNeed): UntrustedExcerpt['batch'] {
  const log = batches.get(need.issuer) ?? [];
  const entry = log[need.batch];
  if (entry === undefined) throw notHeld('batch');
  const leaves = log.map((each) => leafHash(encodeBatchEntry(each)));
  const { aunts } = proveInclusion(leaves, need.batch);
  return { issuer: need.issuer, number: need.batch, entry, path: aunts };
}

function tokenOf({ statusTokens }: UntrustedPack, { list }: ExcerptNeed): string {
  const token = statusTokens.get(list);
  if (token === undefined) throw notHeld('status list');
  if (statusCapacity(parseStatusToken(token).list) > LIMITS.excerptList) {
    throw new RegistryError('registry/list-too-long', 'too long a list to bring along');
  }
  return token;
}

function notHeld(what: string): RegistryError {
  return new RegistryError('registry/not-held', `the pack lacks ${what}`);
}
