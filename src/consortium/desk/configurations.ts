/** What an issuer offers, by name. */
import type { JsonObject } from '#core/credential/index.ts';
import { OAuthError } from './oauth-error.ts';

/** The configuration under which a type is offered: its name inside the `vct`. */
export function configurationOf(vct: string): string {
  return vct.split('/').at(-2) ?? vct;
}

/** The configuration of prints of a type. */
export function printConfigurationOf(vct: string): string {
  return `${configurationOf(vct)}-print`;
}

/**
 * What a credential request asks for. The desk names no credentials one by one, and encrypts no answers.
 *
 * @throws {@link OAuthError} `invalid_encryption_parameters`, `unknown_credential_identifier`, `invalid_credential_request`.
 */
export function wantedConfiguration(untrusted: JsonObject): string {
  const { credential_configuration_id: wanted, credential_identifier: named } = untrusted;
  if (untrusted['credential_response_encryption'] !== undefined)
    throw new OAuthError('invalid_encryption_parameters');
  if (named !== undefined && wanted === undefined)
    throw new OAuthError('unknown_credential_identifier');
  if (typeof wanted !== 'string' || named !== undefined)
    throw new OAuthError('invalid_credential_request');
  return wanted;
}
