/** Offers and what becomes of them: open, redeemed, used once, or spent by wrong codes. */
import { formatBase64Url } from '#core/bytes/index.ts';
import type { JsonObject } from '#core/credential/index.ts';
import { keep, type Grants, type TokenAnswer } from './grants.ts';
import { OAuthError } from './oauth-error.ts';

/** What is to be issued. */
export interface DocumentOrder {
  readonly vct: string;
  readonly title: string;
  readonly holder: string;
  readonly claims: JsonObject;
  /** Until then the document is only promised. */
  readonly readyAtMs?: number;
}

/** An offer as the desk made it. */
export interface Offer {
  readonly id: string;
  readonly code: string;
  readonly txCode: string;
  readonly expiresAtMs: number;
  /** Of different types. */
  readonly orders: readonly DocumentOrder[];
}

interface OpenOffer extends Offer {
  triesLeft: number;
  /** Given out at the first exchange, and again until it is used. */
  answer?: TokenAnswer;
}

const OFFER_MS = 10 * 60_000;
const TRIES = 5;

/** The offers of one issuer, in memory: an offer does not survive a restart of the desk. */
export class Offers {
  readonly #random: (size: number) => Uint8Array;
  readonly #now: () => Date;
  readonly #offers = new Map<string, OpenOffer>();
  readonly #grants: Grants;

  constructor(random: (size: number) => Uint8Array, now: () => Date, grants: Grants) {
    this.#random = random;
    this.#now = now;
    this.#grants = grants;
  }

  create(orders: readonly DocumentOrder[]): Offer {
    const offer: OpenOffer = {
      id: this.#secret(16),
      code: this.#secret(32),
      txCode: this.#digits(),
      expiresAtMs: this.#now().getTime() + OFFER_MS,
      orders,
      triesLeft: TRIES,
    };
    keep(this.#offers, offer.id, offer);
    return offer;
  }

  /** @throws {@link OAuthError} 404 if unknown, 410 with a reason if it can no longer be redeemed. */
  find(id: string): Offer {
    const offer = this.#offers.get(id);
    if (offer === undefined) throw new OAuthError('invalid_request', undefined, 404);
    if (this.#isUsed(offer)) throw new OAuthError('invalid_grant', 'offer-used', 410);
    if (offer.triesLeft === 0) throw new OAuthError('invalid_grant', 'too-many-tries', 410);
    if (this.#isOver(offer)) throw new OAuthError('invalid_grant', 'offer-expired', 410);
    return offer;
  }

  /**
   * Exchanges the code for an access token. Until one of the documents was asked for with it, the same code
   * gets the same token again: an answer that was lost on the way does not cost the offer.
   *
   * @throws {@link OAuthError} `invalid_grant` with a reason; `invalid_request` without a `tx_code`.
   */
  redeem(code: string, txCode: string | undefined): TokenAnswer {
    const offer = [...this.#offers.values()].find((one) => one.code === code);
    if (offer === undefined) throw new OAuthError('invalid_grant');
    if (this.#isUsed(offer)) throw new OAuthError('invalid_grant', 'offer-used');
    if (this.#isOver(offer)) throw new OAuthError('invalid_grant', 'offer-expired');
    if (txCode === undefined) throw new OAuthError('invalid_request');
    if (offer.triesLeft === 0) throw new OAuthError('invalid_grant', 'too-many-tries');
    if (txCode !== offer.txCode) {
      offer.triesLeft -= 1;
      throw new OAuthError(
        'invalid_grant',
        offer.triesLeft === 0 ? 'too-many-tries' : 'wrong-tx-code',
      );
    }
    const granted = offer.orders.map((order) => ({ order }));
    offer.answer ??= this.#grants.open(granted, this.#secret(32));
    return offer.answer;
  }

  /** A token that the desk no longer knows was given long ago. */
  #isUsed({ answer }: OpenOffer): boolean {
    if (answer === undefined) return false;
    const grants = this.#grants.find(answer.accessToken);
    return grants?.every((grant) => grant.answer === undefined) !== true;
  }

  #isOver({ expiresAtMs }: { readonly expiresAtMs: number }): boolean {
    return this.#now().getTime() >= expiresAtMs;
  }

  #secret(size: number): string {
    return formatBase64Url(this.#random(size));
  }

  /** Six decimal digits, evenly distributed up to one in a thousand million. */
  #digits(): string {
    const number = this.#random(6).reduce((value, byte) => value * 256 + byte, 0);
    return String(number % 1_000_000).padStart(6, '0');
  }
}
