export { CredentialError, type CredentialCode } from './credential-error.ts';
export {
  CREDENTIAL_TYP,
  readCredentialHead,
  readStatusReference,
  readValidityPeriod,
  verifyIssuerSignature,
  verifyValidity,
  type CredentialHead,
  type StatusReference,
  type ValidityPeriod,
} from './credential-head.ts';
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
export { parseSdJwt, type Disclosure, type SdJwt } from './sd-jwt.ts';
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
export { verifySdJwt, type SdJwtPolicy, type VerifiedSdJwt } from './verify-sd-jwt.ts';
