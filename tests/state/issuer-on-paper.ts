/** An issuer on paper: it answers as a desk does, and fails where a test tells it to. */
import { formatHex } from '#core/bytes/index.ts';
import { parseJwt, type JsonObject } from '#core/credential/index.ts';
import type { ExchangeRequest, ExchangeResponse, SendRequest } from '#core/exchange/index.ts';
import { credentialLeaf, formatAnchorProof } from '#core/registry/index.ts';
import { text, VCT } from '../core/credential/craft.ts';
import { ISSUER_METADATA, no, ok, SERVER_METADATA } from '../core/exchange/issuer-by-hand.ts';
import { batchWith, HIDDEN, ISSUER_ID, licence, type CaseChange } from '../support/case-builder.ts';
import { ISSUER_URL } from './ports.ts';

/** The link of an offer of these configurations. */
export function offerOf(ids: readonly string[]): string {
  const offer = {
    credential_issuer: ISSUER_URL,
    credential_configuration_ids: ids,
    grants: {
      'urn:ietf:params:oauth:grant-type:pre-authorized_code': {
        'pre-authorized_code': 'offer 1',
        tx_code: { input_mode: 'numeric', length: 6 },
      },
    },
  };
  return `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(offer))}`;
}

export const OFFER_LINK = offerOf(['business-licence']);

/** Ten configurations: all of one type, told apart by name. */
export const TEN = Array.from({ length: 10 }, (_, place) => `licence-${String(place + 1)}`);
const LICENCE = ISSUER_METADATA.credential_configurations_supported['business-licence'];

const METADATA = {
  ...ISSUER_METADATA,
  notification_endpoint: `${ISSUER_METADATA.credential_issuer}/notification`,
  credential_configurations_supported: {
    ...ISSUER_METADATA.credential_configurations_supported,
    ...Object.fromEntries(TEN.map((id) => [id, LICENCE])),
    paper: { format: 'dc+sd-jwt', vct: VCT },
  },
};

type Answer = ExchangeResponse | Error;

export class PaperIssuer {
  readonly requests: ExchangeRequest[] = [];
  /** By the end of the address: what is answered instead, as often as there are answers. */
  readonly instead = new Map<string, Answer[]>();
  readonly #anchors = new Map<string, string>();
  /** What it issues from now on. */
  change: CaseChange;
  /** What the copy of that place says besides. */
  changeOf: (place: number) => CaseChange = () => ({});
  /** Called when it is notified, and before it answers with copies. */
  onNotification: (() => unknown) | undefined;
  onCredential: (() => unknown) | undefined;
  /** The last request for copies: what is promised is for its keys. */
  #asked = '';
  #redeemed = false;
  #renewals = 0;

  constructor(change: CaseChange = {}) {
    this.change = change;
  }

  readonly send: SendRequest = async (request) => {
    this.requests.push(request);
    const path = request.url.replace('https://issuer.example', '');
    if (path === '/market/credential') this.#asked = request.body ?? '';
    const kind = path.split('/').find((part) => this.instead.has(part)) ?? '';
    const other = this.instead.get(kind)?.shift();
    if (other instanceof Error) throw other;
    return other ?? (await this.#answer(path, request.body ?? ''));
  };

  count(part: string): number {
    return this.requests.filter(({ url }) => url.includes(part)).length;
  }

  async #answer(path: string, body: string): Promise<ExchangeResponse> {
    if (path === '/.well-known/openid-credential-issuer/market') return ok(METADATA);
    if (path === '/.well-known/oauth-authorization-server/market') return ok(SERVER_METADATA);
    if (path === '/market/nonce') return ok({ c_nonce: 'nonce' });
    if (path === '/market/token') return this.#token(body);
    if (path === '/market/notification') {
      await this.onNotification?.();
      return { status: 204, body: '' };
    }
    if (path === '/market/credential') return await this.#credentials(body);
    if (path === '/market/deferred') return await this.#credentials(this.#asked);
    const proof = this.#anchors.get(path.replace('/market/anchor/', ''));
    return proof === undefined ? no(404, {}) : { status: 200, body: proof };
  }

  #token(body: string): ExchangeResponse {
    const refresh_token = `refresh-${this.#renewals}`;
    const given = [this.#renewals - 1, this.#renewals - 2];
    if (given.some((number) => body.endsWith(`refresh_token=refresh-${number}`))) {
      this.#renewals++;
      return ok({ access_token: 'renewed', token_type: 'bearer', refresh_token });
    }
    if (this.#redeemed) return no(400, { error: 'invalid_grant', error_reason: 'offer-used' });
    if (!body.includes('tx_code=123456')) {
      return no(400, { error: 'invalid_grant', error_reason: 'wrong-tx-code' });
    }
    this.#redeemed = true;
    this.#renewals++;
    return ok({ access_token: 'token', token_type: 'bearer', refresh_token });
  }

  async #credentials(body: string): Promise<ExchangeResponse> {
    const { proofs } = JSON.parse(body) as { proofs?: { jwt: string[] } };
    const bound = proofs?.jwt.map((proof) => ({
      cnf: { jwk: parseJwt(proof).header['jwk'] ?? null },
    }));
    const { slipped } = this.change;
    const disclosed = [HIDDEN, ...(slipped === undefined ? [] : [slipped])].map(text);
    const copies = await Promise.all(
      (bound ?? [{ cnf: null, print: true }]).map(async (mark, batch) => {
        const jwt = await licence({
          ...this.change,
          payload: { ...mark, ...this.change.payload, ...this.changeOf(batch).payload },
        });
        const leaf = credentialLeaf(jwt);
        const { place } = batchWith(leaf);
        this.#anchors.set(
          formatHex(leaf),
          formatAnchorProof({ issuer: ISSUER_ID, batch, ...place }),
        );
        return { credential: [jwt, ...disclosed, ''].join('~') } satisfies JsonObject;
      }),
    );
    await this.onCredential?.();
    return ok({ credentials: copies, notification_id: 'delivery 1' });
  }
}
