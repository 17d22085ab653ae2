/** What an issuer is told, and what of its answers is read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '#core/errors.ts';
import {
  fetchIssuerMetadata,
  LaterError,
  notifyIssuer,
  type DeliveryNotice,
  type ExchangeRequest,
} from '#core/exchange/index.ts';
import { codeOf, issuer, ISSUER_METADATA, no, OFFER, ok, ports, URL } from './issuer-by-hand.ts';
import { credential } from './issuer-by-hand.ts';
import { testKey } from '../credential/craft.ts';
import { receiveOne } from '../../support/receive-one.ts';

const ENDPOINT = `${URL}/notification`;
const METADATA = '/.well-known/openid-credential-issuer/market';
const NOTICE: DeliveryNotice = { endpoint: ENDPOINT, accessToken: 'token', id: 'n 1' };

/** The notices that a receipt reports when the credential endpoint adds this to its answer. */
async function noticesFor(extra: object, metadata: object = { notification_endpoint: ENDPOINT }) {
  const notices: DeliveryNotice[] = [];
  const copies = await Promise.all([0, 1].map((place) => credential(testKey(`wallet ${place}`))));
  const answers = issuer({
    [METADATA]: ok({ ...ISSUER_METADATA, ...metadata }),
    '/market/credential': ok({
      credentials: copies.map((text) => ({ credential: text })),
      ...extra,
    }),
  });
  const onNotice = (notice: DeliveryNotice) => notices.push(notice);
  const order = { offer: OFFER, txCode: '123456', copies: 2 };
  const code = await codeOf(receiveOne(order, { ...ports(answers), onNotice }));
  return { notices, code };
}

describe('a credential response', () => {
  it('says by which id its issuer is told', async () => {
    const { notices, code } = await noticesFor({ notification_id: 'n 1' });
    expect(code).toBe('accepted');
    expect(notices).toEqual([NOTICE]);
  });

  it.each([
    ['without an id', {}],
    ['with an empty one', { notification_id: '' }],
    ['with one that is no text', { notification_id: 7 }],
    ['with one that is too long', { notification_id: 'n'.repeat(513) }],
  ])('%s asks for no notice, and its copies are good', async (_, extra) => {
    expect(await noticesFor(extra)).toEqual({ notices: [], code: 'accepted' });
  });

  it('of an issuer without an endpoint asks for no notice', async () => {
    const { notices, code } = await noticesFor({ notification_id: 'n 1' }, {});
    expect({ notices, code }).toEqual({ notices: [], code: 'accepted' });
  });

  it('reports at most one bounded id, whatever the issuer writes there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const { notices } = await noticesFor({ notification_id: value });
        const isGood = typeof value === 'string' && value !== '' && value.length <= 512;
        expect(notices.map(({ id }) => id)).toEqual(isGood ? [value] : []);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the notification endpoint', () => {
  it('must lie at the issuer', async () => {
    const wrong = { ...ISSUER_METADATA, notification_endpoint: 'https://other.example/n' };
    const { send } = ports(issuer({ [METADATA]: ok(wrong) }));
    expect(await codeOf(fetchIssuerMetadata(URL, send))).toBe('exchange/malformed');
  });

  it('is told once, with the access token', async () => {
    const log: ExchangeRequest[] = [];
    await notifyIssuer(NOTICE, 'credential_accepted', ports({}, log));
    expect(log).toHaveLength(1);
    expect(log[0]).toMatchObject({ method: 'POST', url: ENDPOINT });
    expect(log[0]?.headers['authorization']).toBe('Bearer token');
    expect(JSON.parse(log[0]?.body ?? '')).toEqual({
      notification_id: 'n 1',
      event: 'credential_accepted',
    });
  });

  it.each([
    ['400 invalid_notification_id', no(400, { error: 'invalid_notification_id' })],
    ['400 invalid_notification_request', no(400, { error: 'invalid_notification_request' })],
    ['401', no(401, {})],
    ['500', no(500, {})],
  ])('may answer %s: nothing follows from it', async (_, answer) => {
    const told = ports({ '/market/notification': answer });
    await expect(notifyIssuer(NOTICE, 'credential_failure', told)).resolves.toBeUndefined();
  });

  it('is told again when it was busy, and as it wants to be', async () => {
    const waits: number[] = [];
    let asked = 0;
    const send = () =>
      ++asked === 1
        ? Promise.reject(new LaterError('exchange/busy', 7000))
        : Promise.resolve({ status: 204, body: '' });
    const wait = (ms: number) => {
      waits.push(ms);
      return Promise.resolve();
    };
    await notifyIssuer(NOTICE, 'credential_accepted', { send, wait });
    expect([asked, waits]).toEqual([2, [7000]]);
  });

  it('may be out of reach, but a bug is not hidden', async () => {
    const failing = (thrown: Error) => ({ ...ports({}), send: () => Promise.reject(thrown) });
    const refused = new (class extends CodedError {})('network/offline', 'for a test');
    await expect(
      notifyIssuer(NOTICE, 'credential_deleted', failing(refused)),
    ).resolves.toBeUndefined();
    const bug = new Error('bug');
    await expect(notifyIssuer(NOTICE, 'credential_deleted', failing(bug))).rejects.toBe(bug);
  });
});
