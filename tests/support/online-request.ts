/** Online requests of the registered verifier, each parameter replaceable. */
import type { JsonObject } from '#core/credential/index.ts';
import { signRequestObject } from '#core/exchange/index.ts';
import { VCT, type TestKey } from '../core/credential/craft.ts';
import { NOW_MS } from './case-builder.ts';
import { PURPOSE, VERIFIER_ID, VERIFIER_KEY } from './request-builder.ts';

export const ENDPOINT = 'https://hall.example/answers/1';
export const REQUEST_URI = 'https://hall.example/requests/1';

export const QUERY: JsonObject = {
  credentials: [
    {
      id: 'document',
      format: 'dc+sd-jwt',
      meta: { vct_values: [VCT] },
      claims: [{ path: ['legal_representative'] }],
    },
  ],
};

/** What both kinds of requests have in common. */
export const COMMON: JsonObject = {
  response_type: 'vp_token',
  response_mode: 'direct_post',
  response_uri: ENDPOINT,
  nonce: 'n-0S6_WzA2Mj.online',
  state: 'counter 3',
  dcql_query: QUERY,
};
export const UNSIGNED: JsonObject = { ...COMMON, client_id: `redirect_uri:${ENDPOINT}` };
export const SIGNED: JsonObject = {
  ...COMMON,
  client_id: VERIFIER_ID,
  lightseal_purpose: PURPOSE,
  exp: NOW_MS / 1000 + 180,
};

/** As a link; what is left out of `parameters` with `null` is not there. */
export function linkOf(parameters: JsonObject, base = 'openid4vp://?'): string {
  const parts = Object.entries(parameters)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${name}=${encodeURIComponent(text)}`;
    });
  return base + parts.join('&');
}

export const REFERENCE = linkOf({ client_id: VERIFIER_ID, request_uri: REQUEST_URI });

/** Without the members that are `null`. */
export function signedRequest(change: JsonObject = {}, key: TestKey = VERIFIER_KEY) {
  const all = Object.entries({ ...SIGNED, ...change }).filter(([, value]) => value !== null);
  return signRequestObject(Object.fromEntries(all), 'service-hall-1', key.sign);
}
