import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const ORIGIN = 'http://localhost:4173';

/** A fresh module each time: the policy is made once for each page. */
async function trusting(): Promise<(url: string) => string> {
  vi.resetModules();
  return (await import('#platform/trusted-script-url.ts')).trustedWorkerUrl;
}

beforeEach(() => {
  vi.stubGlobal('location', { origin: ORIGIN, href: `${ORIGIN}/wallet/show` });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the policy for worker scripts', () => {
  it.each(['/_app/immutable/workers/vault.js', '/service-worker.js'])(
    'vouches for %s',
    async (url) => {
      expect((await trusting())(url)).toBe(ORIGIN + url);
    },
  );

  it.each([
    'https://stranger.example/_app/worker.js',
    '//stranger.example/_app/worker.js',
    '/_app/../consortium.json',
    '/evil.js',
    '/service-worker.js.map',
    'data:text/javascript,alert(1)',
    'blob:http://localhost:4173/_app/0',
    'javascript:alert(1)',
    '_app/worker.js',
  ])('does not vouch for %s', async (url) => {
    const trust = await trusting();
    expect(() => trust(url)).toThrow(TypeError);
  });

  it('is one policy by the name that the page allows, made once', async () => {
    const createPolicy = vi.fn(
      (_name: string, rules: { createScriptURL: (url: string) => string }) => ({
        createScriptURL: (url: string) => ({ trusted: rules.createScriptURL(url) }),
      }),
    );
    vi.stubGlobal('trustedTypes', { createPolicy });
    const trust = await trusting();
    expect(trust('/service-worker.js')).toEqual({ trusted: `${ORIGIN}/service-worker.js` });
    expect(() => trust('/evil.js')).toThrow(TypeError);
    expect(createPolicy.mock.calls.map(([name]) => name)).toEqual(['lightseal']);
  });
});
