/** The mailboxes beside the consortium's nodes. What they give out is a claim. */
import { BytesError, decodeUtf8 } from '#core/bytes/index.ts';
import { MAX_LETTER, type Mailbox } from '#core/exchange/index.ts';
import { NetworkError } from './network-error.ts';
import type { Network } from './network.ts';

const TIMEOUT_MS = 3_000;

/**
 * The mailbox of one node, at `<node url>/mailbox/<address>`.
 *
 * Refuses with {@link NetworkError}: `network/down` also for a node that has no mailbox or whose
 * mailbox is full.
 */
export function mailboxOf(network: Pick<Network, 'request'>, nodeUrl: string): Mailbox {
  const urlOf = (address: string) => `${nodeUrl.replace(/\/$/, '')}/mailbox/${address}`;
  const bounds = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_LETTER };
  return {
    leave: async (address, letter) => {
      // Plain text needs no preflight.
      const headers = { 'content-type': 'text/plain' };
      const request = { method: 'POST', headers, body: letter, ...bounds } as const;
      return (await network.request(urlOf(address), request)).status === 204;
    },
    collect: async (address) => {
      const { status, bytes } = await network.request(urlOf(address), bounds);
      if (status === 404) return undefined;
      if (status !== 200) throw new NetworkError('network/down', `status ${status}`);
      return textOf(bytes);
    },
  };
}

/** What is no text is no letter either, and is refused as one. */
function textOf(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes);
  } catch (error) {
    if (error instanceof BytesError) return '';
    throw error;
  }
}
