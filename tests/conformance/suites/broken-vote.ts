import { BLOCK_ID_FLAG, type LightBlock } from '#core/cometbft/index.ts';
import type { Flip } from '../flip.ts';

/** The first vote for the block counts wherever a quorum is needed. */
export function withBrokenVote(block: LightBlock, flip: Flip): LightBlock {
  if (!flip.isOn) return block;
  const { signatures } = block.commit;
  const first = signatures.findIndex(({ flag }) => flag === BLOCK_ID_FLAG.commit);
  const broken = signatures.map((slot, index) =>
    index === first ? { ...slot, signature: flip.bytes(slot.signature) } : slot,
  );
  return { ...block, commit: { ...block.commit, signatures: broken } };
}
