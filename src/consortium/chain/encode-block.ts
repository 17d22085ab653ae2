/** A block as CometBFT's protobuf bytes, and the parts that its identity commits to. */
import { concatBytes, encodeVarint } from '#core/bytes/index.ts';
import {
  encodeCommit,
  encodeHeader,
  type BlockId,
  type Commit,
  type Header,
} from '#core/cometbft/index.ts';
import { merkleRoot } from '#core/merkle/index.ts';

const PART_BYTES = 65_536;

/** Header, transactions and the commit of the block before. There is never any evidence. */
export interface Block {
  readonly header: Header;
  readonly txs: readonly Uint8Array[];
  readonly lastCommit: Commit;
}

/** `tendermint.types.Block`. */
export function encodeBlock({ header, txs, lastCommit }: Block): Uint8Array {
  const data = concatBytes(...txs.map((tx) => embedded(1, tx)));
  return concatBytes(
    embedded(1, encodeHeader(header)),
    embedded(2, data),
    embedded(3, new Uint8Array()),
    embedded(4, encodeCommit(lastCommit)),
  );
}

/** Number of 64 KiB parts and the Merkle root over them. */
export function partSetOf(block: Uint8Array): BlockId['parts'] {
  const total = Math.ceil(block.length / PART_BYTES);
  const parts = Array.from({ length: total }, (_, index) =>
    block.slice(index * PART_BYTES, (index + 1) * PART_BYTES),
  );
  return { total, hash: merkleRoot(parts) };
}

/** Written even when empty. */
function embedded(field: number, value: Uint8Array): Uint8Array {
  return concatBytes(encodeVarint(field * 8 + 2), encodeVarint(value.length), value);
}
