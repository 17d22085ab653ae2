/** A print is taken only from an issuer that makes them, and only if it is one. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { issueSdJwt, type JsonObject } from '#core/credential/index.ts';
import {
  fetchPrint,
  renewAccess,
  type DocumentAccess,
  type ExchangeRequest,
} from '#core/exchange/index.ts';
import { counting, ISSUER, NOW_S, testKey, VCT } from '../credential/craft.ts';
import {
  codeOf,
  credential,
  issuer,
  ISSUER_METADATA,
  no,
  ok,
  ports,
  URL,
  type Answer,
} from './issuer-by-hand.ts';

const METADATA = '/.well-known/openid-credential-issuer/market';
const ACCESS: DocumentAccess = {
  credentialIssuer: URL,
  configurationId: 'business-licence',
  vct: VCT,
  refreshToken: 'refresh 1'.replace(' ', '-'),
};
const WITH_PRINTS = {
  ...ISSUER_METADATA,
  credential_configurations_supported: {
    ...ISSUER_METADATA.credential_configurations_supported,
    paper: { format: 'dc+sd-jwt', vct: VCT },
  },
};

function printed(change: JsonObject = {}): Promise<string> {
  const iss = 'https://lightseal.example/issuer/market';
  return issueSdJwt({
    payload: { iss, iat: NOW_S, exp: NOW_S + 1000, vct: VCT, print: true, ...change },
    disclosable: {},
    kid: 'k1',
    random: counting(),
    sign: ISSUER.sign,
  });
}

const answered = (...texts: readonly string[]): Answer =>
  ok({ credentials: texts.map((text) => ({ credential: text })) });

async function ask(change: Readonly<Record<string, Answer>> = {}) {
  const log: ExchangeRequest[] = [];
  const kept: DocumentAccess[] = [];
  const answers = issuer({
    [METADATA]: ok(WITH_PRINTS),
    '/market/credential': answered(await printed()),
    ...change,
  });
  const onRenewed = (access: DocumentAccess) => {
    kept.push(access);
    return Promise.resolve();
  };
  const code = await codeOf(fetchPrint(ACCESS, { ...ports(answers, log), onRenewed }));
  return { code, log, kept };
}

describe('asking for a print', () => {
  it('uses the refresh token, names the configuration and sends no key', async () => {
    const { code, log, kept } = await ask();
    expect(code).toBe('accepted');
    const bodies = log.map(({ body }) => body);
    expect(bodies).toContain('grant_type=refresh_token&refresh_token=refresh-1');
    expect(JSON.parse(bodies.at(-1) ?? '')).toEqual({ credential_configuration_id: 'paper' });
    expect(kept).toEqual([ACCESS]);
  });

  it('keeps the token that the issuer gives for the next time', async () => {
    const token = ok({ access_token: 't', token_type: 'bearer', refresh_token: 'refresh-2' });
    const { kept } = await ask({ '/market/token': token });
    expect(kept).toEqual([{ ...ACCESS, refreshToken: 'refresh-2' }]);
  });

  it.each<readonly [string, string, Readonly<Record<string, Answer>>]>([
    ['makes none', 'exchange/no-print', { [METADATA]: ok(ISSUER_METADATA) }],
    [
      'ends access',
      'exchange/access-ended',
      { '/market/token': no(400, { error: 'invalid_grant' }) },
    ],
    [
      'never gave access in this way',
      'exchange/access-ended',
      { '/market/token': no(400, { error: 'unsupported_grant_type' }) },
    ],
    ['is down', 'exchange/server-failed', { '/market/token': no(503, {}) }],
    ['says something else', 'exchange/server-failed', { '/market/token': no(400, { error: 'x' }) }],
    ['gives no token', 'exchange/malformed', { '/market/token': ok({}) }],
    ['gives none', 'exchange/wrong-count', { '/market/credential': answered() }],
    [
      'refuses',
      'exchange/denied',
      { '/market/credential': no(400, { error: 'credential_request_denied' }) },
    ],
  ])('of an issuer that %s ends in %s', async (_, code, change) => {
    expect((await ask(change)).code).toBe(code);
  });

  it.each<readonly [string, string, () => Promise<string>]>([
    ['of a usual copy', 'exchange/not-a-print', () => credential(testKey('wallet 0'))],
    ['without the mark', 'exchange/not-a-print', () => printed({ print: false })],
    ['of another type', 'exchange/other-type', () => printed({ vct: 'https://other.example/1' })],
    ['that is over', 'exchange/not-verified', () => printed({ exp: NOW_S })],
    ['that nobody registered signed', 'exchange/not-verified', async () => `${await printed()}x`],
  ])('refuses one %s', async (_, code, make) => {
    expect((await ask({ '/market/credential': answered(await make()) })).code).toBe(code);
  });

  it('two at once are one too many', async () => {
    const one = await printed();
    expect((await ask({ '/market/credential': answered(one, one) })).code).toBe(
      'exchange/wrong-count',
    );
  });

  it('whatever the token endpoint says, it is an access or a refusal', async () => {
    const metadata = {
      credentialIssuer: URL,
      tokenEndpoint: `${URL}/token`,
      nonceEndpoint: URL,
      credentialEndpoint: URL,
      batchSize: 1,
      types: new Map(),
      prints: new Map(),
    };
    const answer = fc.record({ status: fc.constantFrom(200, 400, 500), body: fc.json() });
    await fc.assert(
      fc.asyncProperty(answer, async (response) => {
        const code = await codeOf(renewAccess(ACCESS, metadata, () => Promise.resolve(response)));
        expect(code).toMatch(/^(accepted|exchange\/[a-z-]+)$/);
      }),
    );
  });
});
