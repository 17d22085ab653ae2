/** What access tokens open, in memory: up to ten documents, for an hour from when the last is ready. */
import { formatBase64Url } from '#core/bytes/index.ts';
import type { IssuedDocument } from './issued-documents.ts';
import { OAuthError } from './oauth-error.ts';
import type { DocumentOrder } from './offers.ts';

/** The right to one document. Each answer is set at the first request for it and never changed. */
export interface Grant {
  readonly order: DocumentOrder;
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

/** A document that is to be issued, or has been. */
export type Granted = Pick<Grant, 'order' | 'document'>;

/** What one access token opens: documents of different types. */
interface Access {
  readonly grants: readonly Grant[];
  readonly expiresAtMs: number;
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
  readonly #accesses = new Map<string, Access>();

  constructor(random: (size: number) => Uint8Array, now: () => Date) {
    this.#random = random;
    this.#now = now;
  }

  /** Gives access to documents; one refresh token is for all of them. */
  open(granted: readonly Granted[], refreshToken: string): TokenAnswer {
    const accessToken = formatBase64Url(this.#random(32));
    const nowMs = this.#now().getTime();
    const readyAtMs = granted.map(({ order }) => order.readyAtMs ?? 0);
    const expiresAtMs = Math.max(nowMs, ...readyAtMs) + GRANT_MS;
    const grants = granted.map((each) => ({
      ...each,
      refreshToken,
      notificationId: formatBase64Url(this.#random(16)),
    }));
    keep(this.#accesses, accessToken, { grants, expiresAtMs });
    return {
      accessToken,
      refreshToken,
      expiresInSeconds: Math.floor((expiresAtMs - nowMs) / 1000),
    };
  }

  find(accessToken: string): readonly Grant[] | undefined {
    return this.#accesses.get(accessToken)?.grants;
  }

  /** @throws {@link OAuthError} `invalid_token`, status 401. */
  require(accessToken: string): readonly Grant[] {
    const access = this.#accesses.get(accessToken);
    if (access === undefined || this.#now().getTime() >= access.expiresAtMs)
      throw new OAuthError('invalid_token', undefined, 401);
    return access.grants;
  }
}

/** Bounded: the oldest gives way. */
export function keep<T>(map: Map<string, T>, key: string, value: T): void {
  const [oldest] = map.keys();
  if (map.size >= MAX_KEPT && oldest !== undefined) map.delete(oldest);
  map.set(key, value);
}
