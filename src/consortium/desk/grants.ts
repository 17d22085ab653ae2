/** What access tokens open, in memory: one document each, for an hour from when it is ready. */
import { formatBase64Url } from '#core/bytes/index.ts';
import type { IssuedDocument } from './issued-documents.ts';
import { OAuthError } from './oauth-error.ts';
import type { DocumentOrder } from './offers.ts';

/** Each answer is set at the first request for it and never changed. */
export interface Grant {
  readonly order: DocumentOrder;
  readonly expiresAtMs: number;
  /** What the wallet comes back with; the desk keeps only its digest. */
  readonly refreshToken: string;
  /** By which the wallet tells what became of the copies. */
  readonly notificationId: string;
  /** Present once it was issued: copies are added to it. */
  document?: IssuedDocument;
  answer?: { readonly keys: readonly string[]; readonly credentials: Promise<readonly string[]> };
  print?: Promise<string>;
  /** What was put off: the copies will be for these keys. */
  promised?: { readonly id: string; readonly keys: readonly Uint8Array[] };
}

/** What the token endpoint answers. */
export interface TokenAnswer {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
}

const GRANT_MS = 60 * 60_000;
const MAX_KEPT = 10_000;

export class Grants {
  readonly #random: (size: number) => Uint8Array;
  readonly #now: () => Date;
  readonly #grants = new Map<string, Grant>();

  constructor(random: (size: number) => Uint8Array, now: () => Date) {
    this.#random = random;
    this.#now = now;
  }

  /** Gives access to a document that is to be issued, or has been. */
  open(order: DocumentOrder, refreshToken: string, document?: IssuedDocument): TokenAnswer {
    const accessToken = formatBase64Url(this.#random(32));
    const nowMs = this.#now().getTime();
    const expiresAtMs = Math.max(nowMs, order.readyAtMs ?? 0) + GRANT_MS;
    const issued = document === undefined ? {} : { document };
    const notificationId = formatBase64Url(this.#random(16));
    keep(this.#grants, accessToken, {
      order,
      expiresAtMs,
      refreshToken,
      notificationId,
      ...issued,
    });
    return {
      accessToken,
      refreshToken,
      expiresInSeconds: Math.floor((expiresAtMs - nowMs) / 1000),
    };
  }

  find(accessToken: string): Grant | undefined {
    return this.#grants.get(accessToken);
  }

  /** @throws {@link OAuthError} `invalid_token`, status 401. */
  require(accessToken: string): Grant {
    const grant = this.find(accessToken);
    if (grant === undefined || this.#now().getTime() >= grant.expiresAtMs)
      throw new OAuthError('invalid_token', undefined, 401);
    return grant;
  }
}

/** Bounded: the oldest gives way. */
export function keep<T>(map: Map<string, T>, key: string, value: T): void {
  const [oldest] = map.keys();
  if (map.size >= MAX_KEPT && oldest !== undefined) map.delete(oldest);
  map.set(key, value);
}
