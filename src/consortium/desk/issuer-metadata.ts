/** Metadata documents of an issuer (OpenID4VCI 1.0, section 12.2; RFC 8414). */
import { typeMetadata, type TypeLabel } from '#core/credential/index.ts';
import { configurationOf, printConfigurationOf } from './configurations.ts';
import type { DeskIssuer } from './desk-issuer.ts';
import { BATCH_SIZE } from './proven-keys.ts';

const LOCALES = ['zh-CN', 'en'] as const;

/** What a copy has beyond a print: it is bound to a key that the wallet proves. */
const BOUND = {
  cryptographic_binding_methods_supported: ['jwk'],
  proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256'] } },
};

/** `/.well-known/openid-credential-issuer/<id>` */
export function issuerMetadata(issuer: DeskIssuer, url: string): object {
  return {
    credential_issuer: url,
    credential_endpoint: `${url}/credential`,
    deferred_credential_endpoint: `${url}/deferred`,
    notification_endpoint: `${url}/notification`,
    nonce_endpoint: `${url}/nonce`,
    batch_credential_issuance: { batch_size: BATCH_SIZE },
    display: displayOf(issuer.name),
    credential_configurations_supported: Object.fromEntries(
      issuer.vcts.flatMap((vct) => [
        [configurationOf(vct), { ...configuration(vct), ...BOUND }],
        [printConfigurationOf(vct), configuration(vct)],
      ]),
    ),
  };
}

/** `/.well-known/oauth-authorization-server/<id>` */
export function authorizationMetadata(url: string): object {
  return {
    issuer: url,
    token_endpoint: `${url}/token`,
    token_endpoint_auth_methods_supported: ['none'],
    grant_types_supported: [
      'urn:ietf:params:oauth:grant-type:pre-authorized_code',
      'refresh_token',
    ],
    'pre-authorized_grant_anonymous_access_supported': true,
  };
}

function configuration(vct: string): object {
  const type = typeMetadata(vct);
  return {
    format: 'dc+sd-jwt',
    vct,
    credential_signing_alg_values_supported: ['ES256'],
    credential_metadata: {
      display: type === undefined ? [] : displayOf(type.name),
      claims: (type?.claims ?? []).map(({ name, label, mandatory }) => ({
        path: [name],
        mandatory,
        display: displayOf(label),
      })),
    },
  };
}

function displayOf(label: TypeLabel): object {
  return LOCALES.map((locale) => ({ locale, name: label[locale] }));
}
