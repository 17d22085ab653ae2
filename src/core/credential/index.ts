export { checkClaims, type ClaimsToIssue } from './check-claims.ts';
export { CredentialError, type CredentialCode } from './credential-error.ts';
export {
  CREDENTIAL_TYP,
  readCredentialHead,
  readStatusReference,
  verifyIssuerSignature,
  type CredentialHead,
  type StatusReference,
} from './credential-head.ts';
export {
  isAmount,
  isCitizenId,
  isDay,
  isFoodLicenceNumber,
  isInvoiceNumber,
  isLicenceId,
  isUscc,
  organisationCheck,
  usccCheck,
} from './identifiers.ts';
export { issueSdJwt, type IssuanceOrder } from './issue-sd-jwt.ts';
export {
  isJsonArray,
  isJsonObject,
  parseJson,
  parseJsonObject,
  type Json,
  type JsonObject,
} from './json.ts';
export { parseJwt, signJwt, verifyJwt, type Jwt, type Sign, type VerificationKey } from './jwt.ts';
export {
  formatHolderJwk,
  parseHolderJwk,
  presentationDigest,
  readHolderKey,
  verifyKeyBinding,
  type HolderJwk,
  type KeyBinding,
  type KeyBindingExpectation,
} from './key-binding.ts';
export { discloseClaims, presentSdJwt, type PresentationContext } from './present-sd-jwt.ts';
export {
  disclosureDigest,
  processDisclosures,
  type ProcessedCredential,
} from './process-disclosures.ts';
export { checkRegisteredClaims } from './registered-claims.ts';
export { parseSdJwt, type Disclosure, type SdJwt } from './sd-jwt.ts';
export { StatusError, type StatusCode } from './status-error.ts';
export {
  STATUS,
  statusAt,
  statusCapacity,
  withStatus,
  type StatusBits,
  type StatusList,
} from './status-list.ts';
export {
  issueStatusToken,
  isStatusTokenExpired,
  parseStatusToken,
  verifyStatusToken,
  type StatusToken,
  type StatusTokenOrder,
} from './status-token.ts';
export {
  claimOrder,
  disclosurePolicy,
  TYPE_LIST,
  typeMetadata,
  type ClaimRule,
  type CredentialType,
  type DisclosurePolicy,
  type TypeLabel,
} from './type-metadata.ts';
export { readValidityPeriod, type ValidityPeriod } from './validity.ts';
export { verifySdJwt, type SdJwtPolicy, type VerifiedSdJwt } from './verify-sd-jwt.ts';
