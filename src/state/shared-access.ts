/** What gives access to documents that came with one offer: a token of their issuer that changes for all at once. */
import type { DocumentAccess } from '#core/exchange/index.ts';
import type { HeldDocument, KeptPending } from './held-document.ts';

type Token = Pick<DocumentAccess, 'credentialIssuer' | 'refreshToken'>;

/** Nothing if it has another token than `former`. */
export function withRefreshToken(
  held: HeldDocument,
  former: Token,
  refreshToken: string,
): readonly HeldDocument[] {
  const { access } = held;
  if (access === undefined || !isSame(access, former)) return [];
  return [{ ...held, access: { ...access, refreshToken } }];
}

/** The same for a document that has not come yet. */
export function pendingWithToken(
  { id, value }: KeptPending,
  former: Token,
  refreshToken: string,
): readonly KeptPending[] {
  if (!isSame(value.redemption, former)) return [];
  return [{ id, value: { ...value, redemption: { ...value.redemption, refreshToken } } }];
}

function isSame(one: Partial<Token>, other: Token): boolean {
  return one.credentialIssuer === other.credentialIssuer && one.refreshToken === other.refreshToken;
}
