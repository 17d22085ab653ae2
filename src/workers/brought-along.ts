/** Self-contained proofs: what a document brings along, and what becomes of what another one brought. */
import { verifySupplied, wayTo, type HeaderFacts, type StoredTrust } from '#core/chain/index.ts';
import { decodeLightBlock, encodeLightBlock, type LightBlock } from '#core/cometbft/index.ts';
import { decodeSelfContained, type ProofGrounds } from '#core/qr/index.ts';
import {
  decodeExcerpt,
  decodeTrustPack,
  encodeExcerpt,
  takeExcerpt,
  verifyExcerpt,
  type Excerpt,
  type ExcerptNeed,
} from '#core/registry/index.ts';

/** A pack's file with the block that it was verified against. */
export interface PackUnderBlock {
  readonly block: LightBlock;
  readonly file: Uint8Array;
}

/** What came along, verified: it counts for one verdict and is stored nowhere. */
export interface SuppliedResult {
  readonly header: HeaderFacts;
  readonly excerpt: Excerpt;
}

/**
 * Everything that a stranger with the anchor or an older head needs, to verify one document as of the pack.
 *
 * @throws {@link RegistryError} `registry/not-held`, `registry/list-too-long`; {@link ChainError}
 * `chain/out-of-reach`.
 */
export async function takeAlong(
  trust: StoredTrust<LightBlock>,
  { block, file }: PackUnderBlock,
  need: ExcerptNeed,
  now: Date,
): Promise<ProofGrounds> {
  const excerpt = encodeExcerpt(takeExcerpt(decodeTrustPack(file), need));
  const way = await wayTo(trust, block, now);
  return { blocks: encodeWay(way), excerpt };
}

/** Blocks on the way to the last one, as they travel. */
export function encodeWay(way: readonly LightBlock[]): readonly Uint8Array[] {
  const isFirst = (at: number) => at === 0 && way.length > 1;
  return way.map((each, at) => encodeLightBlock(isFirst(at) ? withoutVotes(each) : each));
}

/** Whoever begins at a block knows its hash already. */
function withoutVotes(block: LightBlock): LightBlock {
  return { ...block, commit: { ...block.commit, signatures: [] } };
}

/**
 * Verifies what came along with a presentation, from what is stored or from the anchor.
 *
 * @param untrusted - Bytes of a self-contained proof.
 * @throws whatever first refuses it: `qr/…`, `cometbft/…`, `chain/…` or `registry/…`.
 */
export async function verifyBroughtAlong(
  trust: StoredTrust<LightBlock>,
  untrusted: Uint8Array,
  now: Date,
): Promise<SuppliedResult> {
  const { blocks, excerpt } = decodeSelfContained(untrusted);
  const { header } = await verifySupplied(trust, blocks.map(decodeLightBlock), now);
  return { header, excerpt: verifyExcerpt(decodeExcerpt(excerpt), header) };
}
