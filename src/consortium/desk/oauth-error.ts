/** Errors of the issuance protocol, as OAuth writes them (RFC 6749, section 5.2; OpenID4VCI 1.0). */

/** Why our desk says no; OAuth itself calls a wrong code and a spent offer alike `invalid_grant`. */
export type RefusalReason = 'wrong-tx-code' | 'too-many-tries' | 'offer-used' | 'offer-expired';

export type OAuthCode =
  | 'invalid_request'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'invalid_token'
  | 'invalid_credential_request'
  | 'credential_request_denied'
  | 'unknown_credential_configuration'
  | 'unknown_credential_identifier'
  | 'invalid_encryption_parameters'
  | 'invalid_transaction_id'
  | 'invalid_proof'
  | 'invalid_nonce'
  | 'invalid_notification_id'
  | 'invalid_notification_request'
  | 'temporarily_unavailable';

/** A refusal that the wallet is told. */
export class OAuthError extends Error {
  readonly code: OAuthCode;
  readonly status: 400 | 401 | 404 | 410 | 429;
  readonly reason: RefusalReason | undefined;

  constructor(code: OAuthCode, reason?: RefusalReason, status: OAuthError['status'] = 400) {
    super(reason ?? code);
    this.name = code;
    this.code = code;
    this.status = status;
    this.reason = reason;
  }

  /** The body of the answer. */
  toJSON(): { error: OAuthCode; error_reason?: RefusalReason } {
    return {
      error: this.code,
      ...(this.reason === undefined ? {} : { error_reason: this.reason }),
    };
  }
}
