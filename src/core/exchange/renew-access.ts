/** Coming back for a document that was issued before: for more copies of it, or for a print. */
import { ExchangeError } from './exchange-error.ts';
import { parseBody, type SendRequest } from './http.ts';
import type { IssuerMetadata } from './issuer-metadata.ts';
import { readToken, redemptionOf, tokenRequest, type Redemption } from './redeem-offer.ts';

/** The right to come back, as plain data. Whoever has it gets copies: it lies in the vault alone. */
export interface DocumentAccess {
  readonly credentialIssuer: string;
  readonly configurationId: string;
  readonly vct: string;
  readonly refreshToken: string;
}

/** `undefined` if the issuer wants to be asked with a new offer. */
export function accessOf(redemption: Redemption): DocumentAccess | undefined {
  const { credentialIssuer, configurationId, vct, refreshToken } = redemption;
  if (refreshToken === undefined) return undefined;
  return { credentialIssuer, configurationId, vct, refreshToken };
}

/**
 * Exchanges the refresh token (RFC 6749, section 6). An issuer may give another one for the next
 * time: `accessOf` of what is returned is to be kept before anything else happens.
 *
 * @throws {@link ExchangeError} `exchange/access-ended` if the issuer gives nothing for it any more,
 * `exchange/server-failed`, `exchange/malformed`.
 */
export async function renewAccess(
  access: DocumentAccess,
  metadata: IssuerMetadata,
  send: SendRequest,
): Promise<Redemption & { readonly refreshToken: string }> {
  const { vct, configurationId, refreshToken } = access;
  const fields = { grant_type: 'refresh_token', refresh_token: refreshToken };
  const { status, body } = await send(tokenRequest(metadata.tokenEndpoint, fields));
  if (status >= 500) throw new ExchangeError('exchange/server-failed', `status ${status}`);
  const answer = parseBody(body);
  if (status !== 200) throw refusal(answer['error'], status);
  return { refreshToken, ...redemptionOf(metadata, vct, readToken(answer, configurationId)) };
}

/** Errors that no further visit changes (RFC 6749, section 5.2). */
const OVER: ReadonlySet<string> = new Set([
  'invalid_grant',
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'invalid_request',
]);

function refusal(error: unknown, status: number): ExchangeError {
  const isOver = typeof error === 'string' && OVER.has(error);
  return new ExchangeError(
    isOver ? 'exchange/access-ended' : 'exchange/server-failed',
    `status ${status}`,
  );
}
