import { describe, expect, it } from 'vitest';
import { browserWallets } from '#platform/digital-credentials.ts';

const PROTOCOL = 'openid4vp-v1-unsigned';
const DATA = { response_type: 'vp_token', nonce: 'n' };

/** A page whose browser answers with this. */
function page(answer: () => Promise<unknown>, allows?: boolean) {
  const asked: object[] = [];
  const get = (options: object) => {
    asked.push(options);
    return answer();
  };
  const offered = allows === undefined ? {} : { userAgentAllowsProtocol: () => allows };
  const location = { origin: 'https://desk.example' };
  return {
    asked,
    browser: { location, navigator: { credentials: { get } }, DigitalCredential: offered },
  };
}
const sends = (answer: unknown) => page(() => Promise.resolve(answer));

describe('the wallets of a browser', () => {
  it('are asked by the protocol of OpenID4VP, and answer with what is not yet verified', async () => {
    const { asked, browser } = sends({ protocol: PROTOCOL, data: { vp_token: { a: ['b'] } } });
    const wallets = browserWallets(browser);
    expect(wallets?.origin).toBe('https://desk.example');
    expect(await wallets?.request(DATA)).toBe('{"vp_token":{"a":["b"]}}');
    expect(asked).toEqual([{ digital: { requests: [{ protocol: PROTOCOL, data: DATA }] } }]);
  });

  it('are not offered where the browser has none, or not this protocol', () => {
    const { browser } = sends(null);
    const { DigitalCredential: _, ...without } = browser;
    expect(browserWallets(without)).toBeUndefined();
    expect(browserWallets({ ...browser, navigator: {} })).toBeUndefined();
    expect(browserWallets(page(() => Promise.resolve(null), false).browser)).toBeUndefined();
    expect(browserWallets(page(() => Promise.resolve(null), true).browser)).toBeDefined();
  });

  it.each([
    ['nothing', null],
    ['another protocol', { protocol: 'org-iso-mdoc', data: {} }],
    ['no data', { protocol: PROTOCOL, data: 'vp_token' }],
  ])('are refused with a code for %s', async (_, answer) => {
    const asking = browserWallets(sends(answer).browser)?.request(DATA);
    await expect(asking).rejects.toMatchObject({ code: 'vp/malformed' });
  });

  it('that do not answer say so; anything else is a bug', async () => {
    const failing = (error: Error) => browserWallets(page(() => Promise.reject(error)).browser);
    const none = failing(new DOMException('no', 'NotAllowedError'))?.request(DATA);
    await expect(none).rejects.toMatchObject({ code: 'vp/no-wallet' });
    await expect(failing(new TypeError('bug'))?.request(DATA)).rejects.toThrow(TypeError);
  });
});
