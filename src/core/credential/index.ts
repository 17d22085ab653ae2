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
export { checkSums, type SumFound } from './amounts.ts';
export { DcqlError, type DcqlCode } from './dcql/dcql-error.ts';
export type { ExactPath } from './dcql/claims-path.ts';
export {
  isMeant,
  matchDocument,
  unmetClaims,
  type DcqlDisclosure,
  type QueriedDocument,
} from './dcql/match.ts';
export { parseDcql, readDcql } from './dcql/parse-query.ts';
export { candidatesFor, proposeAnswer, type Candidate, type Proposal } from './dcql/propose.ts';
export {
  DCQL_LIMITS,
  SD_JWT_FORMAT,
  type ClaimQuery,
  type ClaimsPath,
  type CredentialQuery,
  type DcqlQuery,
} from './dcql/query.ts';
export { verifyDcqlAnswer, type ShownDocuments } from './dcql/verify-answer.ts';
export {
  hasCheckCharacter,
  isFormatted,
  isUnlimited,
  UNLIMITED,
  type ClaimFormat,
} from './claim-format.ts';
export { placeDisclosures, type PlacedDisclosure } from './disclosure-paths.ts';
export { isAmount } from './document-numbers.ts';
export {
  citizenIdCheck,
  isCitizenId,
  isDay,
  isInvoiceNumber,
  isLicenceId,
  isUscc,
  isVin,
  licenceIdCheck,
  organisationCheck,
  usccCheck,
  vinCheck,
} from './identifiers.ts';
export { isPicture, MAX_PICTURE_BYTES } from './picture.ts';
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
export { isPrint, PRINT_DAYS } from './print.ts';
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
  readType,
  type ClaimRule,
  type CredentialType,
  type DisclosurePolicy,
  type TypeDocument,
  type TypeLabel,
} from './read-type.ts';
export {
  claimOrder,
  claimRule,
  disclosurePolicy,
  TYPE_LIST,
  typeMetadata,
} from './type-metadata.ts';
export { policyBreach } from './type-policy.ts';
export { readValidityPeriod, type ValidityPeriod } from './validity.ts';
export { verifySdJwt, type SdJwtPolicy, type VerifiedSdJwt } from './verify-sd-jwt.ts';
