/** The issuers and verifiers of the demo with their secret keys. */
import {
  createSecret,
  DEMO_ISSUERS,
  DEMO_VERIFIERS,
  deskIssuer,
  deskVerifier,
  type DeskIssuer,
  type DeskVerifier,
} from '../desk/index.ts';
import { loadSecrets } from './secrets-file.ts';

/** Fresh bytes. */
type Random = (size: number) => Uint8Array;

/**
 * Every demo issuer with its key.
 *
 * @param home - Folder that keeps the keys; in memory if left out.
 * @throws DemoError as `loadSecrets`.
 */
export function loadIssuers(home: string | undefined, random: Random): readonly DeskIssuer[] {
  const ids = DEMO_ISSUERS.map(({ id }) => id);
  const secretOf = loadSecrets({ home, file: 'issuers.json', ids }, () => createSecret(random));
  return DEMO_ISSUERS.map((facts) => deskIssuer(facts, secretOf(facts.id)));
}

/** Every demo verifier with its key, as {@link loadIssuers}. */
export function loadVerifiers(home: string | undefined, random: Random): readonly DeskVerifier[] {
  const ids = DEMO_VERIFIERS.map(({ id }) => id);
  const secretOf = loadSecrets({ home, file: 'verifiers.json', ids }, () => createSecret(random));
  return DEMO_VERIFIERS.map((facts) => deskVerifier(facts, secretOf(facts.id)));
}
