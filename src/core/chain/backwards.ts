/** Walking backwards along the hashes (CometBFT v0.38, `light/verifier.go`, `VerifyBackwards`). */
import { equalBytes } from '../bytes/index.ts';
import { ChainError } from './chain-error.ts';
import type { LinkedFacts } from './header.ts';

/** As many headers as one answer of a node holds. */
const HEADERS_PER_CALL = 20;

/** Asks one node for headers, ascending; the last one must be of height `max`. */
export type FetchHeaders = (min: number, max: number) => Promise<readonly LinkedFacts[]>;

/**
 * Verifies the header at `height` from a trusted header above it: each header names the hash of the
 * one before. No votes are needed, and no trusting period: a hash does not grow old.
 *
 * @param onVerified - Called with each height reached.
 * @returns The facts of the header at `height`.
 * @throws {@link ChainError} `chain/invalid-header` for a header that the one above does not name,
 * of another height or chain, or not earlier; and whatever `fetch` refuses with.
 */
export async function verifyBackwards(
  trusted: LinkedFacts,
  height: number,
  fetch: FetchHeaders,
  onVerified: (height: number) => void = () => undefined,
): Promise<LinkedFacts> {
  let verified = trusted;
  while (verified.height > height) {
    const max = verified.height - 1;
    const headers = await fetch(Math.max(height, max - HEADERS_PER_CALL + 1), max);
    if (headers.length === 0) throw invalid('no header');
    for (const header of headers.toReversed()) {
      verifyLink(verified, header);
      verified = header;
      if (header.height === height) break;
    }
    onVerified(verified.height);
  }
  if (verified.height !== height) throw invalid('the height is above the trusted header');
  return verified;
}

function verifyLink(newer: LinkedFacts, older: LinkedFacts): void {
  if (older.chainId !== newer.chainId) throw invalid('a header of another chain');
  if (older.height !== newer.height - 1) throw invalid('not the height before');
  if (older.timeNs >= newer.timeNs) throw invalid('not earlier than its successor');
  if (!equalBytes(older.hash, newer.lastBlockHash)) throw invalid('not the header that was named');
}

function invalid(message: string): ChainError {
  return new ChainError('chain/invalid-header', message);
}
