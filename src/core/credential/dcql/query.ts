/** The Digital Credentials Query Language (OpenID4VP 1.0, section 6), as it is after reading. */

/** Where a claim is: a member by name, an element by place, or all elements (section 7). */
export type ClaimsPath = readonly (string | number | null)[];

/** One claim that is asked for. */
export interface ClaimQuery {
  readonly id?: string;
  readonly path: ClaimsPath;
  /** One of these, or any value where there are none. */
  readonly values?: readonly (string | number | boolean)[];
}

/** Whom an issuer must belong to: any of the values. */
export interface TrustedAuthority {
  readonly type: string;
  readonly values: readonly string[];
}

/** One credential that is asked for. */
export interface CredentialQuery {
  readonly id: string;
  readonly format: string;
  readonly multiple: boolean;
  readonly holderBinding: boolean;
  /** Types, any of which will do; `undefined` for a format that is not ours. */
  readonly vctValues?: readonly string[];
  /** Any of them; `undefined` where it does not matter. */
  readonly trustedAuthorities?: readonly TrustedAuthority[];
  /** `undefined`: no claim that can be withheld. */
  readonly claims?: readonly ClaimQuery[];
  /** Places in `claims`: any of these sets will do, the earlier the better for whoever asks. */
  readonly claimSets?: readonly (readonly number[])[];
}

/** Alternatives among the credentials that are asked for, by id. */
export interface CredentialSetQuery {
  readonly options: readonly (readonly string[])[];
  readonly required: boolean;
}

export interface DcqlQuery {
  readonly credentials: readonly CredentialQuery[];
  /** `undefined`: all credentials. */
  readonly credentialSets?: readonly CredentialSetQuery[];
}

/** The format of all our documents. */
export const SD_JWT_FORMAT = 'dc+sd-jwt';

/** How much one query may hold: enough for any form at a counter, and searched through in no time. */
export const DCQL_LIMITS = {
  text: 16 * 1024,
  credentials: 16,
  claims: 64,
  values: 64,
  path: 8,
  claimSets: 16,
  credentialSets: 5,
  options: 8,
  word: 1024,
} as const;
