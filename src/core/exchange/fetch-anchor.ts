/** Anchor proofs follow a document by a few seconds, when its batch is on the chain. */
import { ExchangeError } from './exchange-error.ts';
import { parsePlainUrl, type SendRequest } from './http.ts';

/** What waiting for an anchor needs. */
export interface AnchorPorts {
  readonly send: SendRequest;
  readonly wait: (ms: number) => Promise<void>;
}

const DELAYS_MS = [500, 500, 1000, 1000, 2000, 2000, 4000, 4000, 8000] as const;

/**
 * Fetches the anchor proof of a copy, asking again while its batch is open (202).
 *
 * @param leafHex - Leaf hash of the copy, lower-case hex.
 * @returns The proof's JSON text, untrusted: read it with the registry's `parseAnchorProof`.
 * @throws {@link ExchangeError} `exchange/anchor-pending` if it takes longer than about half a
 * minute, `exchange/anchor-unknown` (404), `exchange/server-failed`, `exchange/malformed`.
 */
export async function fetchAnchor(
  credentialIssuer: string,
  leafHex: string,
  ports: AnchorPorts,
): Promise<string> {
  if (!/^[0-9a-f]{64}$/.test(leafHex) || parsePlainUrl(credentialIssuer) === undefined)
    throw new ExchangeError('exchange/malformed', 'leaf or issuer');
  const url = `${credentialIssuer}/anchor/${leafHex}`;
  for (const delay of [...DELAYS_MS, undefined]) {
    const headers = { accept: 'application/json' };
    const { status, body } = await ports.send({ method: 'GET', url, headers });
    if (status === 200) return body;
    if (status === 404) throw new ExchangeError('exchange/anchor-unknown', 'status 404');
    if (status !== 202) throw new ExchangeError('exchange/server-failed', `status ${status}`);
    if (delay !== undefined) await ports.wait(delay);
  }
  throw new ExchangeError('exchange/anchor-pending', 'batch is still open');
}
