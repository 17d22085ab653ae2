/** A citizen without a screen: receives one licence of the demo, and shows it as often as is wanted. */
import { encodeUtf8, formatBase64Url, formatHex } from '#core/bytes/index.ts';
import { queryApp } from '#core/cometbft/index.ts';
import { parseSdJwt, presentSdJwt } from '#core/credential/index.ts';
import { plainCrypto } from '#core/crypto/index.ts';
import {
  fetchAnchor,
  parseOfferInput,
  resolveOffer,
  type SendRequest,
} from '#core/exchange/index.ts';
import { encodeEnvelope } from '#core/qr/index.ts';
import {
  credentialLeaf,
  decodeIssuerEntry,
  issuerKey,
  parseAnchorProof,
  type IssuerEntry,
} from '#core/registry/index.ts';
import { BROADCAST_AUDIENCE } from '#core/verify/index.ts';
import type { Demo } from '../../src/consortium/demo/index.ts';
import { nodeCall } from '../../src/consortium/client/node-call.ts';
import { HOLDER } from '../core/credential/craft.ts';
import { offerOf } from '../e2e/citizen.ts';
import { noise } from '../core/qr/noise.ts';
import { receiveOne } from './receive-one.ts';

const ISSUER = 'market-regulation';
const TYPE = 'food-business-licence';
const SHOWN = ['legal_representative'];

/** The text of a code that no verifier has seen yet. */
export type ShowCode = () => Promise<string>;

/** Receives, waits for the registration, and gives what shows the document. */
export async function receiveFrom(demo: Demo): Promise<ShowCode> {
  const { link, txCode } = await offerOf(demo, TYPE);
  const { keys } = await registered(demo);
  const ports = {
    send,
    sign: (_: unknown, message: Uint8Array) => Promise.resolve(HOLDER.sign(message)),
    issuerKey: ({ kid }: { readonly kid: string }) => keys.find((key) => key.kid === kid),
    crypto: plainCrypto,
    now: () => new Date(),
    isAllowed: (url: string) => url.startsWith(demo.urls.desk),
    createHolderKeys: () => Promise.resolve([{ publicJwk: HOLDER.jwk }]),
    wait,
  };
  const offer = await resolveOffer(parseOfferInput(link), ports);
  const { copies, credentialIssuer } = await receiveOne({ offer, txCode, copies: 1 }, ports);
  const sdJwt = copies[0]?.sdJwt ?? '';
  const leaf = formatHex(credentialLeaf(parseSdJwt(sdJwt).jwt));
  const anchor = parseAnchorProof(await fetchAnchor(credentialIssuer, leaf, { send, wait }));
  let shows = 0;
  return async () => {
    const nonce = formatBase64Url(noise(16, Date.now() + shows++));
    const context = { audience: BROADCAST_AUDIENCE, nonce, iat: Math.floor(Date.now() / 1000) };
    return encodeEnvelope({
      sdJwt: await presentSdJwt(sdJwt, SHOWN, context, HOLDER.sign),
      anchor,
    });
  };
}

/** The issuer as the registry has it; this wallet believes the first node. */
async function registered({ urls, consortium }: Demo): Promise<IssuerEntry> {
  const call = nodeCall(urls.nodes[0] ?? '');
  const { height } = consortium.chain;
  return decodeIssuerEntry(await queryApp(call, '/key', encodeUtf8(issuerKey(ISSUER)), height));
}

const send: SendRequest = async ({ method, url, headers, body }) => {
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  return { status: response.status, body: await response.text() };
};

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
