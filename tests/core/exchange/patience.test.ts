/** Issuers that ask to be left alone for a while. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LaterError, patientSender, type ExchangeRequest } from '#core/exchange/index.ts';
import { NOW } from '../credential/craft.ts';
import { receiveOne } from '../../support/receive-one.ts';
import { codeOf, issuer, no, OFFER, ports, URL, type Answer } from './issuer-by-hand.ts';

const HOUR_MS = 60 * 60_000;
const at = (shiftMs: number) => new Date(NOW.getTime() + shiftMs).toUTCString();

function asking(url: string): ExchangeRequest {
  return { method: 'GET', url, headers: {} };
}

/** A sender over answers in their order, and a clock that a test moves. */
function sender(...answers: { status: number; retryAfter?: string }[]) {
  const sent: string[] = [];
  const clock = { ms: NOW.getTime() };
  const send = patientSender(
    ({ url }) => {
      sent.push(url);
      return Promise.resolve({ body: '', ...(answers.shift() ?? { status: 200 }) });
    },
    () => new Date(clock.ms),
  );
  return { send, sent, clock };
}

/** For how long it is left alone after one such answer. */
async function waitAfter(retryAfter: string | undefined, status = 429): Promise<number> {
  const { send } = sender({ status, ...(retryAfter === undefined ? {} : { retryAfter }) });
  const thrown: unknown = await send(asking(`${URL}/token`)).catch((error: unknown) => error);
  if (!(thrown instanceof LaterError) || thrown.code !== 'exchange/busy') throw new Error('sent');
  return thrown.waitMs;
}

describe('how long an issuer is left alone', () => {
  it.each([
    ['seconds', '17', 17_000],
    ['seconds with spaces around them', ' 17 ', 17_000],
    ['a date', at(90_000), 90_000],
    ['no time', undefined, 1000],
    ['nothing', '', 1000],
    ['no seconds', '0', 1000],
    ['an hour', '3600', HOUR_MS],
    ['more than an hour', '3601', HOUR_MS],
    ['three centuries', '9999999999', HOUR_MS],
    ['a date far off', 'Fri, 31 Dec 9999 23:59:59 GMT', HOUR_MS],
    ['a date that has passed', at(-5000), 1000],
    ['a number below nothing', '-5', 1000],
    ['a part of a second', '2.5', 1000],
    ['an exponent', '1e99', 1000],
    ['a hexadecimal number', '0xff', 1000],
    ['too many digits', '1'.repeat(11), 1000],
    ['a word', 'tomorrow', 1000],
    ['a day that does not exist', 'Fri, 99 Foo 2026 00:00:00 GMT', 1000],
    ['a date of another form', '2030-01-01T00:00:00Z', 1000],
    ['a date behind which something follows', `${at(90_000)}, 5`, 1000],
    ['endless spaces', `${' '.repeat(65)}17`, 1000],
  ])('that names %s', async (_, retryAfter, ms) => {
    expect(await waitAfter(retryAfter)).toBe(ms);
    expect(await waitAfter(retryAfter, 503)).toBe(ms);
  });

  it('is bounded whatever it says', async () => {
    const words = fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String));
    await fc.assert(
      fc.asyncProperty(words, async (text) => {
        const ms = await waitAfter(text);
        return ms >= 1000 && ms <= HOUR_MS;
      }),
    );
  });
});

describe('while an issuer wants to be left alone', () => {
  it('nothing is sent to it, and from then on all', async () => {
    const { send, sent, clock } = sender({ status: 503, retryAfter: '60' });
    expect(await codeOf(send(asking(`${URL}/token`)))).toBe('exchange/busy');
    clock.ms += 59_999;
    expect(await codeOf(send(asking(`${URL}/credential?x=/y`)))).toBe('exchange/busy');
    expect(sent).toHaveLength(1);
    clock.ms += 1;
    expect(await send(asking(`${URL}/credential`))).toMatchObject({ status: 200 });
    expect(sent).toHaveLength(2);
  });

  it('others are asked, also at the same host', async () => {
    const { send, sent } = sender({ status: 429, retryAfter: '60' });
    expect(await codeOf(send(asking(`${URL}/token`)))).toBe('exchange/busy');
    await send(asking('https://issuer.example/tax/token'));
    await send(asking('https://other.example/market/token'));
    expect(sent).toHaveLength(3);
  });

  it.each([200, 400, 404, 500, 502])('an answer %d is none of that', async (status) => {
    const { send } = sender({ status, retryAfter: '60' });
    expect(await send(asking(URL))).toMatchObject({ status });
    expect(await send(asking(URL))).toMatchObject({ status: 200 });
  });
});

describe('a document of an issuer that is busy once', () => {
  const busy = (retryAfter: string) => ({ ...no(429, {}), retryAfter });

  /** Receives where one address answers first that it is busy. */
  async function receiving(path: string, retryAfter: string) {
    const log: ExchangeRequest[] = [];
    const waits: number[] = [];
    const clock = { ms: NOW.getTime() };
    const now = () => new Date(clock.ms);
    const good = issuer()[path];
    let answered = 0;
    const once: Answer = (request) =>
      ++answered === 1 || good === undefined
        ? busy(retryAfter)
        : typeof good === 'function'
          ? good(request)
          : good;
    const wallet = ports(issuer({ [path]: once }), log);
    const wait = (ms: number) => {
      waits.push(ms);
      clock.ms += ms;
      return Promise.resolve();
    };
    const order = { offer: OFFER, txCode: '123456', copies: 2 };
    const send = patientSender(wallet.send, now);
    const code = await codeOf(receiveOne(order, { ...wallet, send, wait, now }));
    return { code, waits, asked: log.filter(({ url }) => url.endsWith(path)).length };
  }

  it.each(['/market/token', '/market/nonce', '/market/credential'])(
    'at %s comes after the time it named',
    async (path) => {
      expect(await receiving(path, '9')).toEqual({ code: 'accepted', waits: [9000], asked: 2 });
    },
  );

  it('does not keep anybody waiting for long', async () => {
    const expected = { code: 'exchange/busy', waits: [], asked: 1 };
    expect(await receiving('/market/credential', '21')).toEqual(expected);
  });
});
