/** A question of this desk that a wallet fetches, and answers, over the network. */
import { encodeUtf8, formatBase64Url, formatHex } from '#core/bytes/index.ts';
import type { JsonObject, Sign } from '#core/credential/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  PresentationError,
  readOnlineAnswer,
  signRequestObject,
  type SendRequest,
} from '#core/exchange/index.ts';
import { encodeEnvelope, type AskedClaims } from '#core/qr/index.ts';
import { parseAnchorProof } from '#core/registry/index.ts';
import { formatAskedQuery, ASKED_ID, type Challenge } from '#core/verify/index.ts';
import type { Random } from './ports.ts';

/** Where requests are left and answers come in. It is believed in nothing. */
export interface RelyingParty {
  readonly url: string;
  readonly send: SendRequest;
}

/** Wallets that the browser knows. They are believed in nothing. */
export interface BrowserWallets {
  /** Of this page. */
  readonly origin: string;
  readonly request: (data: JsonObject) => Promise<string>;
}

/** What is asked in whose name. */
export interface SignedQuestion {
  readonly verifier: string;
  readonly kid: string;
  readonly purpose: string;
  readonly asked: AskedClaims;
  readonly askedAtMs: number;
  readonly endsMs: number;
}

/** A question that a wallet can fetch now. */
export interface OnlineQuestion {
  /** Parameters of the link. */
  readonly parameters: string;
  readonly challenge: Challenge;
  /** @returns The code that was sent, of which nothing is verified; `undefined` while there is none. */
  readonly collect: () => Promise<string | undefined>;
}

/**
 * Signs the question and leaves it for the wallet.
 *
 * @throws {@link PresentationError} `vp/server-failed`; `collect` besides `vp/declined`, `vp/malformed`, `vp/no-anchor`.
 */
export async function leaveQuestion(
  party: RelyingParty,
  question: SignedQuestion,
  random: Random,
  sign: Sign,
): Promise<OnlineQuestion> {
  const secretOf = (size: number) => formatBase64Url(random(size));
  const [id, nonce, secret] = [secretOf(16), secretOf(16), secretOf(32)];
  const { verifier, kid, purpose, asked, askedAtMs, endsMs } = question;
  const request = {
    client_id: verifier,
    response_type: 'vp_token',
    response_mode: 'direct_post',
    response_uri: `${party.url}/answers/${id}`,
    nonce,
    dcql_query: formatAskedQuery(asked),
    lightseal_purpose: purpose,
    exp: Math.ceil(endsMs / 1000),
  };
  const jwt = await signRequestObject(request, kid, sign);
  const uri = `${party.url}/requests/${id}`;
  await deposit(party, uri, { request: jwt, reader: formatHex(sha256(encodeUtf8(secret))) });
  return {
    parameters: `client_id=${verifier}&request_uri=${encodeURIComponent(uri)}`,
    challenge: { audience: verifier, nonce, asked, askedAtMs },
    collect: () => collect(party, request.response_uri, secret),
  };
}

/**
 * Asks the wallets that the browser knows; the answer is bound to this page's origin.
 *
 * @returns What it is held against, and the code that was sent, of which nothing is verified.
 * @throws as `wallets.request` and {@link codeOfAnswer}.
 */
export async function askBrowserWallets(
  wallets: BrowserWallets,
  asked: AskedClaims,
  random: Uint8Array,
  askedAtMs: number,
): Promise<{ readonly challenge: Challenge; readonly code: string }> {
  const nonce = formatBase64Url(random);
  const mode = { response_type: 'vp_token', response_mode: 'dc_api' };
  const answer = await wallets.request({ ...mode, nonce, dcql_query: formatAskedQuery(asked) });
  const challenge = { audience: `origin:${wallets.origin}`, nonce, asked, askedAtMs };
  return { challenge, code: codeOfAnswer(answer) };
}

async function deposit({ send }: RelyingParty, url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const { status } = await send({ method: 'POST', url, headers, body: JSON.stringify(body) });
  if (status !== 201) throw new PresentationError('vp/server-failed', `status ${status}`);
}

async function collect(
  { send }: RelyingParty,
  url: string,
  secret: string,
): Promise<string | undefined> {
  const headers = { authorization: `Bearer ${secret}` };
  const { status, body } = await send({ method: 'GET', url, headers });
  if (status === 204) return undefined;
  if (status !== 200) throw new PresentationError('vp/server-failed', `status ${status}`);
  return codeOfAnswer(body);
}

/**
 * An answer as the text of a code, so that there is one way to a verdict.
 *
 * @throws {@link PresentationError} `vp/declined`, `vp/malformed`, `vp/no-anchor`; `registry/…` for an anchor that is none;
 * `qr/too-large` for more than a code holds.
 */
export function codeOfAnswer(untrusted: string): string {
  const { sdJwt, anchor } = readOnlineAnswer(untrusted, ASKED_ID);
  return encodeEnvelope({ sdJwt, anchor: parseAnchorProof(anchor) });
}
