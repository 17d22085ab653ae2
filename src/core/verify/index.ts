export {
  ASKED_ID,
  askedQuery,
  formatAskedQuery,
  joinAsked,
  queriedDocument,
} from './asked-query.ts';
export { ISSUER_PREFIX } from './case.ts';
export {
  allAsked,
  answerAudience,
  answerBinding,
  answerNonce,
  BROADCAST,
  BROADCAST_AUDIENCE,
  CHALLENGE_MS,
  chainTag,
  type Challenge,
  type Expectation,
} from './challenge.ts';
export { type SeenBefore } from './checks/holder.ts';
export { prepareStatus, statusListName } from './checks/status.ts';
export { CHECK_CODES, type CheckCode } from './codes.ts';
export {
  CONCERNS,
  judgeRequest,
  type AskedClaim,
  type AskedDocument,
  type Concern,
  type JudgedAsker,
  type JudgedRequest,
} from './judge-request.ts';
export { contentFacts, type ContentFacts } from './content.ts';
export { judgeDocument, type Judged } from './judge-document.ts';
export {
  judgeOnlineRequest,
  mayBeAsked,
  type JudgedOnlineRequest,
} from './judge-online-request.ts';
export { BROADCAST_REQUIRED, BROADCAST_WINDOW, MAX_PRINT_MS, type Policy } from './policy.ts';
export { readableClaims, type Report, type Several, type ShownDocument } from './report.ts';
export * from './types.ts';
export { firstReason, verdictOf } from './verdict.ts';
export { verify, verifyMoving, type Circumstances } from './verify.ts';
export { verifyProof, type Supply } from './verify-proof.ts';
export { verifySeveral } from './verify-several.ts';
