/** What applied transactions leave beside the registry, as changes of the store. */
import { concatBytes, decodeVarint, encodeVarint, formatHex } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { decodeStatusEntry, type Kept, type RegistryEntries } from '#core/registry/index.ts';
import type { Draft, RegistryStore } from './store.ts';
import { writeLeaf } from './tiled-log.ts';

/** How many committed states can be asked about; what they name is held as long. */
export const KEPT_STATES = 200;

const DIGEST_BYTES = 32;

/** Writes what one transaction left in the block at `height`; `before` is the registry before it. */
export function keep(draft: Draft, kept: Kept, before: RegistryEntries, height: number): void {
  if (kept.kind === 'leaf') {
    writeLeaf(draft, kept.log, kept.index, kept.leaf);
    if (kept.claim !== undefined) draft.set(claimName(kept.claim), encodeVarint(kept.index));
  } else if (kept.kind === 'token') {
    draft.set(blobName(sha256(kept.token)), kept.token);
    const replaced = before.get(kept.entry);
    if (replaced !== undefined) outdate(draft, decodeStatusEntry(replaced).digest, height);
  }
}

/** Removes the blobs that no state that can be asked about at `height` names any more. */
export function dropOutdated(draft: Draft, after: RegistryEntries, height: number): void {
  const digests = draft.get(outdatedName(height));
  if (digests === undefined) return;
  const inForce = new Set(
    [...after]
      .filter(([key]) => key.startsWith('status/'))
      .map(([, entry]) => formatHex(decodeStatusEntry(entry).digest)),
  );
  for (let at = 0; at < digests.length; at += DIGEST_BYTES) {
    const digest = digests.subarray(at, at + DIGEST_BYTES);
    // One that came back and was replaced again has a later end.
    if (inForce.has(formatHex(digest)) || endOf(draft, digest) !== height) continue;
    draft.set(blobName(digest), undefined);
    draft.set(endName(digest), undefined);
  }
  draft.set(outdatedName(height), undefined);
}

/** The octets with that SHA-256, as long as a state that can be asked about names them. */
export function readBlob(store: Pick<RegistryStore, 'get'>, digest: Uint8Array) {
  return store.get(blobName(digest));
}

/** Where the place of a claim in its log lies. */
export function claimName(key: Uint8Array): string {
  return `claim/${formatHex(key)}`;
}

function outdate(draft: Draft, digest: Uint8Array, height: number): void {
  const end = height + KEPT_STATES - 1;
  const name = outdatedName(end);
  draft.set(name, concatBytes(draft.get(name) ?? new Uint8Array(), digest));
  draft.set(endName(digest), encodeVarint(end));
}

function endOf(draft: Draft, digest: Uint8Array): number | undefined {
  const end = draft.get(endName(digest));
  return end === undefined ? undefined : Number(decodeVarint(end).value);
}

/** Where the octets with this SHA-256 lie. */
export function blobName(digest: Uint8Array): string {
  return `blob/${formatHex(digest)}`;
}

function endName(digest: Uint8Array): string {
  return `end/${formatHex(digest)}`;
}

function outdatedName(height: number): string {
  return `outdated/${height}`;
}
