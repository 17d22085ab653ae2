/** Trust data from one device to another without a network: making a parcel, and judging one. */
import { equalBytes } from '#core/bytes/index.ts';
import {
  traceSupplied,
  trustHeader,
  type StoredTrust,
  type TrustedHeader,
} from '#core/chain/index.ts';
import { decodeLightBlock, type LightBlock } from '#core/cometbft/index.ts';
import { decodeTrustParcel, encodeTrustParcel } from '#core/qr/index.ts';
import {
  applyPackDelta,
  decodePackDelta,
  decodeTrustPack,
  encodeIssuerEntry,
  encodePackDelta,
  RegistryError,
  takePackDelta,
  type AppliedDelta,
  type IssuerEntry,
  type TrustPack,
  type UntrustedPack,
} from '#core/registry/index.ts';
import type { PackUnderBlock } from './brought-along.ts';
import type { ChainResult } from './chain-protocol.ts';

/** A parcel that was made. */
export interface GivenParcel {
  readonly parcel: Uint8Array<ArrayBuffer>;
  /** Of the pack that it leads to. */
  readonly height: number;
  /** Of the pack that it goes on from; 0 if it is for anybody. */
  readonly since: number;
}

/** What the receiver has: a pack of a height (0 for nothing), or one that is newer than a moment. */
export type PackSince = { readonly height: number } | { readonly timeMs: number };

/** A parcel that was taken: what is the newest now, and what is different in it. */
export interface TakenParcel {
  readonly update: ChainResult;
  readonly changes: PackChanges;
}

/** What a parcel that was taken has changed. */
export interface PackChanges {
  /** Of the pack held before; `undefined` if there was none. */
  readonly from: { readonly height: number; readonly timeMs: number } | undefined;
  readonly to: { readonly height: number; readonly timeMs: number };
  readonly batches: number;
  /** Status lists that are new, or not what they were. */
  readonly lists: number;
  /** Issuers that are new, or of whom the registry says something else. */
  readonly issuers: number;
}

/** A parcel that was verified; nothing of it is stored yet. */
export interface VerifiedParcel extends AppliedDelta {
  /** As they came. */
  readonly way: readonly LightBlock[];
  /** From what was trusted before to the block of the pack. */
  readonly trace: readonly [LightBlock, ...LightBlock[]];
  readonly block: LightBlock;
  readonly header: TrustedHeader;
}

/**
 * Everything that a device with a pack of height `since`, or with nothing, needs to come to this one.
 *
 * @param blocks - Encoded, from the anchor to the pack's own block.
 * @throws {@link RegistryError} `registry/not-held` for a pack that lacks a status list; {@link QrError}
 * `qr/too-large` over 64 MiB.
 */
export function makeParcel(
  chainId: string,
  { file }: PackUnderBlock,
  blocks: readonly Uint8Array[],
  since: number,
): Uint8Array<ArrayBuffer> {
  const delta = encodePackDelta(takePackDelta(decodeTrustPack(file), since));
  return encodeTrustParcel({ chainId, blocks, delta });
}

/**
 * Judges a parcel from what is stored, or from the anchor if it is among its blocks. Its pack is
 * verified whole under its last block.
 *
 * @param held - The newest pack that this device has, and its material.
 * @throws {@link QrError}; {@link RegistryError} `registry/other-chain`, `registry/nothing-newer`, and as
 * `applyPackDelta`; refusals of `decodeLightBlock`; {@link ChainError} as `verifySupplied`.
 */
export async function verifyParcel(
  trust: StoredTrust<LightBlock>,
  held: { readonly height: number; readonly material: UntrustedPack } | undefined,
  untrusted: Uint8Array,
  now: Date,
): Promise<VerifiedParcel> {
  const { chainId, blocks, delta } = decodeTrustParcel(untrusted);
  if (chainId !== trust.profile.chainId) {
    throw new RegistryError('registry/other-chain', 'a parcel of another chain');
  }
  const way = blocks.map(decodeLightBlock);
  const trace = await traceSupplied(trust, way, now);
  const block = trace.at(-1) ?? trace[0];
  const header = trustHeader(trust.engine.facts(block));
  if (held !== undefined && header.height <= held.height) {
    throw new RegistryError('registry/nothing-newer', 'a pack as new is held already');
  }
  const applied = applyPackDelta(held?.material, decodePackDelta(delta), header);
  return { ...applied, way, trace, block, header };
}

/** What is different in a pack, in numbers. */
export function changesBetween(before: TrustPack | undefined, after: TrustPack): PackChanges {
  const count = (pack: TrustPack | undefined) =>
    [...(pack?.batches.values() ?? [])].reduce((sum, log) => sum + log.length, 0);
  const { issuers, statuses } = after.registry;
  const was = before?.registry;
  return {
    from: before && { height: before.height, timeMs: before.timeMs },
    to: { height: after.height, timeMs: after.timeMs },
    batches: count(after) - count(before),
    lists: [...statuses].filter(([name, { digest }]) => {
      const held = was?.statuses.get(name);
      return held === undefined || !equalBytes(held.digest, digest);
    }).length,
    issuers: [...issuers].filter(([id, entry]) => !isSame(was?.issuers.get(id), entry)).length,
  };
}

function isSame(before: IssuerEntry | undefined, after: IssuerEntry): boolean {
  return before !== undefined && equalBytes(encodeIssuerEntry(before), encodeIssuerEntry(after));
}
