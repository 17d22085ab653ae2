/** Presenting: fewer disclosures, and a KB-JWT over what is left. */
import { CredentialError } from './credential-error.ts';
import { isJsonArray, isJsonObject, type Json } from './json.ts';
import { signJwt, type Sign } from './jwt.ts';
import { presentationDigest } from './key-binding.ts';
import { disclosureDigest } from './process-disclosures.ts';
import { parseSdJwt, type Disclosure } from './sd-jwt.ts';

/** For whom and when. `iat` in seconds. */
export interface PresentationContext {
  readonly audience: string;
  readonly nonce: string;
  readonly iat: number;
}

/**
 * Discloses the named claims (with all parts of them that are hidden in turn) and nothing else, and
 * binds the result to the audience with the holder's key. Names that the credential does not hide
 * are visible anyway and ignored.
 *
 * @param compact - As the issuer gave it, without key binding.
 * @param sign - ES256 with the key in `cnf`.
 * @throws {@link CredentialError} as `parseSdJwt`, and `credential/unexpected-key-binding`.
 */
export async function presentSdJwt(
  compact: string,
  claimNames: readonly string[],
  context: PresentationContext,
  sign: Sign,
): Promise<string> {
  const boundText = discloseClaims(compact, claimNames);
  const payload = {
    iat: context.iat,
    aud: context.audience,
    nonce: context.nonce,
    sd_hash: presentationDigest(boundText),
  };
  return boundText + (await signJwt({ alg: 'ES256', typ: 'kb+jwt' }, payload, sign));
}

/** The credential with only these disclosures, not yet bound; ends in `~`. */
export function discloseClaims(compact: string, claimNames: readonly string[]): string {
  const { jwt, disclosures, keyBinding } = parseSdJwt(compact);
  if (keyBinding !== undefined)
    throw new CredentialError('credential/unexpected-key-binding', 'already presented');
  const kept = new Set(
    disclosures.filter(({ name }) => name !== undefined && claimNames.includes(name)),
  );
  for (const one of kept) addInner(one.value, disclosures, kept);
  return [jwt, ...disclosures.filter((one) => kept.has(one)).map(({ text }) => text), ''].join('~');
}

/** A set may grow while it is walked, so that parts of parts are found too. */
function addInner(value: Json, all: readonly Disclosure[], kept: Set<Disclosure>): void {
  if (typeof value === 'string') {
    const found = all.find(({ text }) => disclosureDigest(text) === value);
    if (found !== undefined) kept.add(found);
  }
  const inner = isJsonArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  for (const item of inner) addInner(item, all, kept);
}
