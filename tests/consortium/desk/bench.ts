/** A desk on loopback before a ledger of paper, and a wallet that collects from it. */
import type { JsonObject } from '#core/credential/index.ts';
import {
  parseOfferInput,
  resolveOffer,
  type ReceivedDocument,
  type SendRequest,
} from '#core/exchange/index.ts';
import type { BatchEntry } from '#core/registry/index.ts';
import {
  DEMO_ISSUERS,
  deskIssuer,
  startDesk,
  type Desk,
  type DeskOptions,
  type Ledger,
} from '#consortium/desk/index.ts';
import { plainCrypto, sha256 } from '#core/crypto/index.ts';
import { CodedError } from '#core/errors.ts';
import { testKey, type TestKey } from '../../core/credential/craft.ts';
import { receiveOne, type ReceivePorts } from '../../support/receive-one.ts';

export const APP = 'http://localhost:4173';
export const FOOD = 'https://lightseal.example/vct/food-business-licence/1';
export const INVOICE = 'https://lightseal.example/vct/e-invoice/1';

export const ISSUERS = DEMO_ISSUERS.map((facts) =>
  deskIssuer(facts, sha256(new TextEncoder().encode(facts.id))),
);

/** A ledger in memory; it fails as often as it is told to. */
export class PaperLedger implements Ledger {
  readonly batches = new Map<string, BatchEntry[]>();
  readonly tokens = new Map<string, string>();
  failures = 0;

  appendBatch(issuer: string, root: Uint8Array, count: number): Promise<number> {
    if (this.failures-- > 0) return Promise.reject(new Error('no node answers'));
    const log = this.batches.get(issuer) ?? [];
    this.batches.set(issuer, [...log, { root, count, height: log.length + 1, timeMs: 0 }]);
    return Promise.resolve(log.length);
  }

  publishStatus(issuer: string, list: string, token: string): Promise<void> {
    this.tokens.set(`${issuer}/${list}`, token);
    return Promise.resolve();
  }
}

export function openDesk(ledger: Ledger, options: Partial<DeskOptions> = {}): Promise<Desk> {
  return startDesk({
    issuers: ISSUERS,
    ledger,
    appOrigin: APP,
    port: 0,
    intervals: { batchOpenMs: 20 },
    ...options,
  });
}

export const send: SendRequest = async ({ method, url, headers, body }) => {
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  return { status: response.status, body: await response.text() };
};

export interface WalletKey extends TestKey {
  readonly publicJwk: TestKey['jwk'];
}

let made = 0;

export function walletPorts(desk: Desk): ReceivePorts<WalletKey> {
  return {
    send,
    sign: async (key, message) => key.sign(message),
    issuerKey: ({ iss, kid }, credentialIssuer) => {
      const issuer = ISSUERS.find((one) => one.kid === kid && iss.endsWith(`/${one.id}`));
      if (issuer === undefined || credentialIssuer !== `${desk.url}/${issuer.id}`) return undefined;
      return { alg: 'ES256', publicKey: issuer.publicKey };
    },
    crypto: plainCrypto,
    now: () => new Date(),
    isAllowed: (url) => url.startsWith(`${desk.url}/`),
    createHolderKeys: (count) =>
      Promise.resolve(
        Array.from({ length: count }, () => {
          const key = testKey(`wallet ${made++}`);
          return { ...key, publicJwk: key.jwk };
        }),
      ),
    wait: () => Promise.resolve(),
  };
}

export interface MadeOffer {
  readonly offerUri: string;
  readonly link: string;
  readonly txCode: string;
  readonly expiresAt: string;
}

export async function post(url: string, body: JsonObject, headers = {}): Promise<Response> {
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

export async function makeOffer(
  desk: Desk,
  ...subjects: readonly [string, ...string[]] | []
): Promise<MadeOffer> {
  const [first = 'noodle-house', ...others] = subjects;
  const issuer = first.endsWith('-invoice') ? 'tax' : 'market-regulation';
  const body = { issuer, subjects: [first, ...others] };
  const response = await post(`${desk.url}/desk/offers`, body);
  return (await response.json()) as MadeOffer;
}

export async function collect(
  desk: Desk,
  { link, txCode }: MadeOffer,
  copies = 3,
  ports = walletPorts(desk),
): Promise<ReceivedDocument<WalletKey>> {
  const offer = await resolveOffer(parseOfferInput(link), ports);
  return receiveOne({ offer, txCode, copies }, ports);
}

/** `accepted`, or the code of the refusal. */
export async function refusalOf(question: Promise<unknown>): Promise<string> {
  try {
    await question;
    return 'accepted';
  } catch (refusal) {
    return refusal instanceof CodedError ? (refusal as CodedError).code : 'crash';
  }
}

/** Waits on real time, for what the desk does in the background. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not happen');
}
