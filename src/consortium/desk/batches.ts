/** Batches of one issuer: copies wait a moment, then their roots go on the chain. */
import { formatHex, parseHex } from '#core/bytes/index.ts';
import { buildBatch, formatAnchorProof, type Random } from '#core/registry/index.ts';
import type { IssuedDocuments } from './issued-documents.ts';
import type { Ledger } from './ledger.ts';

const RETRY_MS = 2000;

/** What batches need. */
export interface BatchPorts {
  readonly issuer: string;
  readonly ledger: Ledger;
  readonly documents: IssuedDocuments;
  readonly random: Random;
  /** How long a batch stays open after its first leaf. */
  readonly openMs: number;
  readonly onFailure: (error: unknown) => void;
}

/** Open batches, side by side: the copies of one document never meet in one. */
export class Batches {
  readonly #ports: BatchPorts;
  #open: Uint8Array[][] = [];
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(ports: BatchPorts) {
    this.#ports = ports;
  }

  /** Puts each leaf (hex) into another batch. */
  add(leaves: readonly string[]): void {
    leaves.forEach((leaf, place) => {
      (this.#open[place] ??= []).push(parseHex(leaf));
    });
    this.#timer ??= this.#later(this.#ports.openMs, () => {
      this.#close();
    });
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #close(): void {
    const closing = this.#open;
    this.#open = [];
    this.#timer = undefined;
    for (const leaves of closing) void this.#anchor(leaves);
  }

  async #anchor(leaves: readonly Uint8Array[]): Promise<void> {
    const { issuer, ledger, documents, random } = this.#ports;
    const batch = buildBatch(leaves, random);
    const number = await this.#untilDone(() => ledger.appendBatch(issuer, batch.root, batch.count));
    if (number === undefined) return;
    for (const leaf of leaves) {
      const proof = batch.prove(leaf);
      const copy = documents.copy(formatHex(leaf));
      if (proof === undefined || copy === undefined) continue;
      copy.anchor = formatAnchorProof({ issuer, batch: number, ...proof });
    }
    documents.save();
  }

  /** A node that is down delays an anchor, it never loses one. */
  async #untilDone(append: () => Promise<number>): Promise<number | undefined> {
    while (!this.#isStopped) {
      try {
        return await append();
      } catch (error) {
        this.#ports.onFailure(error);
        await new Promise<void>((resolve) => {
          this.#later(RETRY_MS, resolve);
        });
      }
    }
    return undefined;
  }

  #later(ms: number, run: () => void): NodeJS.Timeout {
    return setTimeout(run, ms).unref();
  }
}
