/** An issuer played by hand, so that it can do wrong, and a wallet before it. */
import { issueSdJwt } from '#core/credential/index.ts';
import { plainCrypto } from '#core/crypto/index.ts';
import { CodedError } from '#core/errors.ts';
import type { CredentialOffer, ExchangeRequest, ExchangeResponse } from '#core/exchange/index.ts';
import { counting, ISSUER, NOW, NOW_S, testKey, VCT, type TestKey } from '../credential/craft.ts';
import { receiveOne, type ReceivePorts } from '../../support/receive-one.ts';

export const URL = 'https://issuer.example/market';
export const OFFER: CredentialOffer = {
  credentialIssuer: URL,
  configurationIds: ['business-licence'],
  preAuthorizedCode: 'secret code',
  txCode: { isNumeric: true, length: 6 },
};

export type Answer =
  ExchangeResponse | ((request: ExchangeRequest) => ExchangeResponse | Promise<ExchangeResponse>);
type Key = TestKey & { readonly publicJwk: TestKey['jwk'] };

export const ok = (body: object): ExchangeResponse => ({ status: 200, body: JSON.stringify(body) });
export const no = (status: number, body: object): ExchangeResponse => ({
  status,
  body: JSON.stringify(body),
});

export const ISSUER_METADATA = {
  credential_issuer: URL,
  credential_endpoint: `${URL}/credential`,
  nonce_endpoint: `${URL}/nonce`,
  batch_credential_issuance: { batch_size: 2 },
  credential_configurations_supported: {
    'business-licence': {
      format: 'dc+sd-jwt',
      vct: VCT,
      proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256'] } },
    },
  },
};
export const SERVER_METADATA = { issuer: URL, token_endpoint: `${URL}/token` };

export interface Wrong {
  readonly vct?: string;
  readonly kid?: string;
  readonly signer?: TestKey;
  readonly holder?: TestKey;
  readonly exp?: number;
}

export function credential(key: TestKey, wrong: Wrong = {}): Promise<string> {
  return issueSdJwt({
    payload: {
      iss: 'https://lightseal.example/issuer/market',
      iat: NOW_S,
      exp: wrong.exp ?? NOW_S + 1000,
      vct: wrong.vct ?? VCT,
    },
    disclosable: {},
    holderJwk: (wrong.holder ?? key).jwk,
    kid: wrong.kid ?? 'k1',
    random: counting(),
    sign: (wrong.signer ?? ISSUER).sign,
  });
}

/** Answers by the end of the address; keys are `wallet 0`, `wallet 1`. */
export function issuer(
  change: Readonly<Record<string, Answer>> = {},
  wrong?: Wrong,
): Record<string, Answer> {
  return {
    '/.well-known/openid-credential-issuer/market': ok(ISSUER_METADATA),
    '/.well-known/oauth-authorization-server/market': ok(SERVER_METADATA),
    '/market/token': ok({ access_token: 'token', token_type: 'bearer' }),
    '/market/nonce': ok({ c_nonce: 'n' }),
    '/market/credential': async ({ body = '' }) => {
      const { proofs } = JSON.parse(body) as { proofs: { jwt: string[] } };
      const all = proofs.jwt.map((_, place) => credential(testKey(`wallet ${place}`), wrong));
      return ok({ credentials: (await Promise.all(all)).map((one) => ({ credential: one })) });
    },
    ...change,
  };
}

export function ports(
  answers: Readonly<Record<string, Answer>>,
  log: ExchangeRequest[] = [],
): ReceivePorts<Key> {
  return {
    send: async (request) => {
      log.push(request);
      const answer = answers[request.url.replace('https://issuer.example', '')];
      if (answer === undefined) return { status: 404, body: '{}' };
      return typeof answer === 'function' ? answer(request) : answer;
    },
    sign: async (key, message) => key.sign(message),
    issuerKey: ({ kid }) => (kid === 'k1' ? ISSUER : undefined),
    crypto: plainCrypto,
    now: () => NOW,
    isAllowed: (url) => url.startsWith('https://issuer.example/'),
    createHolderKeys: (count) =>
      Promise.resolve(
        Array.from({ length: count }, (_, place) => {
          const key = testKey(`wallet ${place}`);
          return { ...key, publicJwk: key.jwk };
        }),
      ),
    wait: () => Promise.resolve(),
  };
}

export async function codeOf(question: Promise<unknown>): Promise<string> {
  try {
    await question;
    return 'accepted';
  } catch (error) {
    return error instanceof CodedError ? (error as CodedError).code : 'crash';
  }
}

export function receive(
  answers: Readonly<Record<string, Answer>>,
  txCode = '123456',
): Promise<string> {
  return codeOf(receiveOne({ offer: OFFER, txCode, copies: 2 }, ports(answers)));
}
