/**
 * Append-only log of decided blocks. A record is the payload's length (4 bytes, big-endian), the
 * first 8 bytes of its SHA-256 and the payload. It is on the disk before `append` returns; one that
 * a crash tore off at the end is dropped at the next start.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { concatBytes, decodeCbor, encodeCbor, equalBytes, type Cbor } from '#core/bytes/index.ts';
import type { Commit } from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { ConsortiumError } from './chain-error.ts';

const HEAD_BYTES = 12;
const MAX_RECORD = 32 * 1024 * 1024;

/** What cannot be recomputed about a block: its transactions and the votes for it. */
export interface BlockRecord {
  readonly height: number;
  readonly round: number;
  readonly hash: Uint8Array;
  readonly txs: readonly Uint8Array[];
  /** By validator; `undefined` for an absent one. */
  readonly votes: readonly (Vote | undefined)[];
}

interface Vote {
  readonly timestamp: Commit['signatures'][number]['timestamp'];
  readonly signature: Uint8Array;
}

export class BlockLog {
  readonly #file: number;
  #isOpen = true;

  private constructor(file: number) {
    this.#file = file;
  }

  /**
   * Opens or creates the log and reads what it holds.
   *
   * @throws {@link ConsortiumError} `consortium/log-corrupt` for damage before the last record.
   */
  static open(path: string): { readonly log: BlockLog; readonly records: readonly BlockRecord[] } {
    const file = openSync(path, 'a+', 0o600);
    const bytes = readFileSync(file);
    const { records, end } = readRecords(bytes);
    if (end < bytes.length) {
      ftruncateSync(file, end);
      fsyncSync(file);
    }
    return { log: new BlockLog(file), records };
  }

  append(record: BlockRecord): void {
    const payload = encodeCbor(recordToCbor(record));
    const head = new Uint8Array(4);
    new DataView(head.buffer).setUint32(0, payload.length);
    const bytes = concatBytes(head, sha256(payload).slice(0, 8), payload);
    for (let written = 0; written < bytes.length;) {
      written += writeSync(this.#file, bytes, written);
    }
    fsyncSync(this.#file);
  }

  close(): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }
}

function readRecords(bytes: Uint8Array): { records: BlockRecord[]; end: number } {
  const records: BlockRecord[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let offset = 0;
  while (offset + HEAD_BYTES <= bytes.length) {
    const next = offset + HEAD_BYTES + view.getUint32(offset);
    // Cut off in the middle: the block was never acknowledged.
    if (next > bytes.length) break;
    const payload = bytes.subarray(offset + HEAD_BYTES, next);
    if (!equalBytes(sha256(payload).slice(0, 8), bytes.subarray(offset + 4, offset + 12))) {
      if (next === bytes.length) break;
      throw corrupt();
    }
    records.push(recordFromCbor(decodeCbor(payload, MAX_RECORD)));
    offset = next;
  }
  return { records, end: offset };
}

function recordToCbor({ height, round, hash, txs, votes }: BlockRecord): Cbor {
  const cast = votes.map((vote) =>
    vote === undefined
      ? null
      : [vote.timestamp.seconds, vote.timestamp.nanos, Uint8Array.from(vote.signature)],
  );
  return [height, round, hash, [...txs], cast];
}

function recordFromCbor(item: Cbor): BlockRecord {
  const [height, round, hash, txs, votes] = listOf(item);
  return {
    height: numberOf(height),
    round: numberOf(round),
    hash: bytesOf(hash),
    txs: listOf(txs).map(bytesOf),
    votes: listOf(votes).map((vote) => (vote === null ? undefined : voteOf(vote))),
  };
}

function voteOf(item: Cbor): Vote {
  const [seconds, nanos, signature] = listOf(item);
  return {
    timestamp: { seconds: BigInt(numberOf(seconds)), nanos: numberOf(nanos) },
    signature: bytesOf(signature),
  };
}

function listOf(item: Cbor | undefined): readonly Cbor[] {
  if (!Array.isArray(item)) throw corrupt();
  return item as readonly Cbor[];
}

function numberOf(item: Cbor | undefined): number {
  if (typeof item !== 'number') throw corrupt();
  return item;
}

function bytesOf(item: Cbor | undefined): Uint8Array {
  if (!(item instanceof Uint8Array)) throw corrupt();
  return item;
}

function corrupt(): ConsortiumError {
  return new ConsortiumError('consortium/log-corrupt', 'the block log is damaged');
}
