/** A block as CometBFT's protobuf bytes, and the parts that its identity commits to. */
import { concatBytes, encodeUtf8, encodeVarint } from '#core/bytes/index.ts';
import type { BlockId, Commit, CommitSig, Header, Timestamp } from '#core/cometbft/index.ts';
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

function encodeHeader(header: Header): Uint8Array {
  const version = concatBytes(varint(1, header.version.block), varint(2, header.version.app));
  return concatBytes(
    embedded(1, version),
    bytes(2, encodeUtf8(header.chainId)),
    varint(3, header.height),
    embedded(4, encodeTimestamp(header.time)),
    embedded(5, encodeBlockId(header.lastBlockId)),
    bytes(6, header.lastCommitHash),
    bytes(7, header.dataHash),
    bytes(8, header.validatorsHash),
    bytes(9, header.nextValidatorsHash),
    bytes(10, header.consensusHash),
    bytes(11, header.appHash),
    bytes(12, header.lastResultsHash),
    bytes(13, header.evidenceHash),
    bytes(14, header.proposerAddress),
  );
}

function encodeCommit(commit: Commit): Uint8Array {
  return concatBytes(
    varint(1, commit.height),
    varint(2, commit.round),
    embedded(3, encodeBlockId(commit.blockId)),
    ...commit.signatures.map((signature) => embedded(4, encodeCommitSig(signature))),
  );
}

function encodeCommitSig({ flag, address, timestamp, signature }: CommitSig): Uint8Array {
  return concatBytes(
    varint(1, flag),
    bytes(2, address),
    embedded(3, encodeTimestamp(timestamp)),
    bytes(4, signature),
  );
}

function encodeBlockId({ hash, parts }: BlockId): Uint8Array {
  const partSetHeader = concatBytes(varint(1, parts.total), bytes(2, parts.hash));
  return concatBytes(bytes(1, hash), embedded(2, partSetHeader));
}

function encodeTimestamp({ seconds, nanos }: Timestamp): Uint8Array {
  return concatBytes(varint(1, seconds), varint(2, nanos));
}

function varint(field: number, value: bigint | number): Uint8Array {
  if (BigInt(value) === 0n) return new Uint8Array();
  return concatBytes(encodeVarint(field * 8), encodeVarint(value));
}

function bytes(field: number, value: Uint8Array): Uint8Array {
  return value.length === 0 ? value : embedded(field, value);
}

/** Written even when empty. */
function embedded(field: number, value: Uint8Array): Uint8Array {
  return concatBytes(encodeVarint(field * 8 + 2), encodeVarint(value.length), value);
}
