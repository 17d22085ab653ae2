import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatHex } from '#core/bytes/index.ts';
import {
  parseSdJwt,
  parseStatusToken,
  processDisclosures,
  readStatusReference,
  STATUS,
  statusAt,
  verifyStatusToken,
} from '#core/credential/index.ts';
import {
  ExchangeError,
  fetchAnchor,
  fetchIssuerMetadata,
  parseOfferInput,
  redeemOffer,
  resolveOffer,
} from '#core/exchange/index.ts';
import { credentialLeaf, parseAnchorProof, verifyAnchor } from '#core/registry/index.ts';
import type { Desk } from '#consortium/desk/index.ts';
import {
  collect,
  FOOD,
  INVOICE,
  ISSUERS,
  makeOffer,
  openDesk,
  PaperLedger,
  post,
  send,
  until,
  walletPorts,
} from './bench.ts';
import { receiveOne } from '../../support/receive-one.ts';

const ledger = new PaperLedger();
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk(ledger);
});
afterAll(() => desk.stop());

async function codeOf(question: Promise<unknown>): Promise<string> {
  try {
    await question;
    return 'accepted';
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    return error.code;
  }
}

function leafOf(sdJwt: string): Uint8Array {
  return credentialLeaf(parseSdJwt(sdJwt).jwt);
}

async function anchorOf(issuer: string, sdJwt: string): ReturnType<typeof fetchAnchor> {
  const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
  return fetchAnchor(`${desk.url}/${issuer}`, formatHex(leafOf(sdJwt)), { send, wait });
}

describe('collecting a document', () => {
  it.each([
    ['market-regulation', FOOD, 'noodle-house'],
    ['tax', INVOICE, 'hotel-invoice'],
  ])('from %s gives verified copies with their anchors', async (issuer, vct, subject) => {
    const received = await collect(desk, await makeOffer(desk, subject));
    expect(received).toMatchObject({ vct, credentialIssuer: `${desk.url}/${issuer}` });
    expect(received.copies).toHaveLength(3);
    const batches = await Promise.all(
      received.copies.map(async ({ sdJwt }) => {
        const proof = parseAnchorProof(await anchorOf(issuer, sdJwt));
        const batch = ledger.batches.get(issuer)?.[proof.batch];
        if (batch === undefined) throw new Error('no such batch');
        verifyAnchor(leafOf(sdJwt), proof, batch);
        return proof.batch;
      }),
    );
    expect(new Set(batches).size).toBe(3);
  });

  it('gives copies that say the same and share nothing by which they could be linked', async () => {
    const { copies } = await collect(desk, await makeOffer(desk, 'hotel-invoice'));
    const parsed = copies.map(({ sdJwt }) => parseSdJwt(sdJwt));
    const facts = parsed.map((one) => {
      const { cnf: _, status: __, ...claims } = processDisclosures(one).claims;
      return claims;
    });
    expect(facts[1]).toEqual(facts[0]);
    expect(facts[0]).toHaveProperty('claim_secret');
    const marks = parsed.map(({ payload, disclosures, issuerJwt }) => [
      JSON.stringify(payload['cnf']),
      String(readStatusReference(payload).idx),
      ...(payload['_sd'] as string[]),
      ...disclosures.flatMap(({ salt, text }) => [salt, text]),
      formatHex(issuerJwt.signature),
    ]);
    expect(new Set(marks.flat()).size).toBe(marks.flat().length);
  });

  it('cannot be told apart by more than issuer, type, dates and what is always visible', async () => {
    const { copies } = await collect(desk, await makeOffer(desk));
    const [first = {}, second = {}] = copies.map(({ sdJwt }) => parseSdJwt(sdJwt).payload);
    const shared = Object.keys(first).filter(
      (name) => JSON.stringify(first[name]) === JSON.stringify(second[name]),
    );
    expect(Object.keys(first).filter((name) => !shared.includes(name))).toEqual([
      'cnf',
      'status',
      '_sd',
    ]);
    expect((first['iat'] as number) % 86_400).toBe(0);
    expect((first['exp'] as number) % 86_400).toBe(0);
  });

  it('never gives more copies than a batch may have', async () => {
    expect((await collect(desk, await makeOffer(desk), 50)).copies).toHaveLength(5);
  });
});

describe('offers', () => {
  it('are used once', async () => {
    const offer = await makeOffer(desk);
    await collect(desk, offer);
    expect(await codeOf(collect(desk, offer))).toBe('exchange/offer-used');
  });

  it('are refused when used at the token endpoint a second time', async () => {
    const made = await makeOffer(desk);
    const offer = await resolveOffer(parseOfferInput(made.link), walletPorts(desk));
    const order = { offer, txCode: made.txCode, copies: 1 };
    expect(await codeOf(receiveOne(order, walletPorts(desk)))).toBe('accepted');
    expect(await codeOf(receiveOne(order, walletPorts(desk)))).toBe('exchange/offer-used');
  });

  it('survive a lost answer of the token endpoint, which repeats the same token until it is used', async () => {
    const made = await makeOffer(desk);
    const tokens: string[] = [];
    const unlucky: typeof send = async (request) => {
      const response = await send(request);
      if (!request.url.endsWith('/token')) return response;
      tokens.push((JSON.parse(response.body) as { access_token: string }).access_token);
      if (tokens.length < 3) throw new Error('connection reset');
      return response;
    };
    const { copies } = await collect(desk, made, 2, { ...walletPorts(desk), send: unlucky });
    expect(copies).toHaveLength(2);
    expect(tokens).toHaveLength(3);
    expect(new Set(tokens).size).toBe(1);
    expect(await codeOf(collect(desk, made))).toBe('exchange/offer-used');
  });

  it('can be read again by a wallet that was closed before the token came', async () => {
    const made = await makeOffer(desk);
    const offer = await resolveOffer(parseOfferInput(made.link), walletPorts(desk));
    const metadata = await fetchIssuerMetadata(offer.credentialIssuer, send);
    await redeemOffer(offer, metadata, made.txCode, send);
    const wrong = { ...made, txCode: made.txCode === '000000' ? '000001' : '000000' };
    expect(await codeOf(collect(desk, wrong))).toBe('exchange/wrong-tx-code');
    expect(await codeOf(collect(desk, made))).toBe('accepted');
  });

  it('survive a wrong transaction code four times, and not five', async () => {
    const made = await makeOffer(desk);
    const wrong = { ...made, txCode: made.txCode === '000000' ? '000001' : '000000' };
    for (let tries = 0; tries < 4; tries++)
      expect(await codeOf(collect(desk, wrong))).toBe('exchange/wrong-tx-code');
    expect(await codeOf(collect(desk, wrong))).toBe('exchange/too-many-tries');
    expect(await codeOf(collect(desk, made))).toMatch(/^exchange\/(too-many-tries|offer-used)$/);
  });

  it('still work after one wrong code', async () => {
    const made = await makeOffer(desk);
    const wrong = { ...made, txCode: made.txCode === '000000' ? '000001' : '000000' };
    expect(await codeOf(collect(desk, wrong))).toBe('exchange/wrong-tx-code');
    expect(await codeOf(collect(desk, made))).toBe('accepted');
  });

  it('ask for their transaction code', async () => {
    const made = await makeOffer(desk);
    const offer = await resolveOffer(parseOfferInput(made.link), walletPorts(desk));
    const without = receiveOne({ offer, copies: 1 }, walletPorts(desk));
    expect(await codeOf(without)).toBe('exchange/tx-code-needed');
  });

  it('expire', async () => {
    let now = new Date('2026-11-20T08:00:00Z');
    const slow = await openDesk(new PaperLedger(), { now: () => now });
    try {
      const made = await makeOffer(slow);
      const offer = await resolveOffer(parseOfferInput(made.link), walletPorts(slow));
      now = new Date('2026-11-20T08:10:00Z');
      const order = { offer, txCode: made.txCode, copies: 1 };
      expect(await codeOf(collect(slow, made))).toBe('exchange/offer-expired');
      const late = receiveOne(order, walletPorts(slow));
      expect(await codeOf(late)).toBe('exchange/offer-expired');
    } finally {
      await slow.stop();
    }
  });

  it('that nobody made are unknown', async () => {
    const uri = encodeURIComponent(`${desk.url}/tax/offers/nothing`);
    const input = parseOfferInput(`openid-credential-offer://?credential_offer_uri=${uri}`);
    expect(await codeOf(resolveOffer(input, walletPorts(desk)))).toBe('exchange/offer-unknown');
  });
});

describe('status', () => {
  const [issuer] = ISSUERS;

  it('follows what the desk says, copy by copy, when it is on the ledger', async () => {
    const { copies } = await collect(desk, await makeOffer(desk, 'tea-shop'));
    const references = copies.map(({ sdJwt }) => readStatusReference(parseSdJwt(sdJwt).payload));
    const issued = (await (await fetch(`${desk.url}/desk/issued`)).json()) as { id: string }[];
    const id = issued.at(-1)?.id ?? '';
    for (const [status, value] of [
      ['revoked', STATUS.invalid],
      ['suspended', STATUS.suspended],
      ['valid', STATUS.valid],
    ] as const) {
      const response = await post(`${desk.url}/desk/revoke`, { id, status });
      expect(await response.json()).toMatchObject({ id, status });
      const token = parseStatusToken(ledger.tokens.get('market-regulation/1') ?? '');
      for (const { uri, idx } of references) {
        if (issuer !== undefined)
          verifyStatusToken(token, { alg: 'ES256', publicKey: issuer.publicKey }, uri);
        expect(statusAt(token.list, idx)).toBe(value);
      }
      const served = await fetch(`${desk.url}/market-regulation/status/1`);
      expect(await served.text()).toBe(ledger.tokens.get('market-regulation/1'));
    }
  });
});

describe('anchors', () => {
  it('are pending while a node is down, and come when it is back', async () => {
    const paper = new PaperLedger();
    const failures: unknown[] = [];
    const other = await openDesk(paper, { onFailure: (error) => failures.push(error) });
    try {
      paper.failures = 1;
      const { copies } = await collect(other, await makeOffer(other), 1);
      const leaf = formatHex(leafOf(copies[0]?.sdJwt ?? ''));
      const url = `${other.url}/market-regulation/anchor/${leaf}`;
      await until(() => Promise.resolve(failures.length > 0 ? true : undefined));
      expect((await fetch(url)).status).toBe(202);
      const body = await until(async () => {
        const response = await fetch(url);
        return response.status === 200 ? response.text() : undefined;
      });
      expect(parseAnchorProof(body).batch).toBe(0);
    } finally {
      await other.stop();
    }
  });

  it('of what was never issued are unknown', async () => {
    const unknown = fetchAnchor(`${desk.url}/tax`, '00'.repeat(32), {
      send,
      wait: () => Promise.resolve(),
    });
    expect(await codeOf(unknown)).toBe('exchange/anchor-unknown');
  });
});
