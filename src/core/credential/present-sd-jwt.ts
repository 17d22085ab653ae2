/** Presenting: fewer disclosures, and a KB-JWT over what is left. */
import { CredentialError } from './credential-error.ts';
import { placeDisclosures } from './disclosure-paths.ts';
import { signJwt, type Sign } from './jwt.ts';
import { presentationDigest } from './key-binding.ts';
import { parseSdJwt } from './sd-jwt.ts';

/** For whom and when. `iat` in seconds. */
export interface PresentationContext {
  readonly audience: string;
  readonly nonce: string;
  readonly iat: number;
}

/**
 * Discloses the named claims (with all parts of them that are hidden in turn) and nothing else, and
 * binds the result to the audience with the holder's key. A part alone is named by its path,
 * `mother.name` or `items.0`. What the credential does not hide is visible anyway and ignored.
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
  const sdJwt = parseSdJwt(compact);
  if (sdJwt.keyBinding !== undefined)
    throw new CredentialError('credential/unexpected-key-binding', 'already presented');
  const isMeant = (path: string): boolean =>
    claimNames.some((name) => isWithin(path, name) || isWithin(name, path));
  const kept = new Set(
    placeDisclosures(sdJwt).flatMap((one) => (isMeant(one.path) ? one.disclosure : [])),
  );
  const texts = sdJwt.disclosures.filter((one) => kept.has(one)).map(({ text }) => text);
  return [sdJwt.jwt, ...texts, ''].join('~');
}

/** Whether a path is another one or leads further into it: a part is shown inside its whole. */
function isWithin(path: string, whole: string): boolean {
  return path === whole || path.startsWith(`${whole}.`);
}
