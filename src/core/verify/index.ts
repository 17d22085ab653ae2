export { ISSUER_PREFIX } from './case.ts';
export { BROADCAST_AUDIENCE, type SeenBefore } from './checks/holder.ts';
export { CHECK_CODES, type CheckCode } from './codes.ts';
export { judgeDocument, type Judged } from './judge-document.ts';
export { BROADCAST_REQUIRED, BROADCAST_WINDOW, type Policy } from './policy.ts';
export { readableClaims, type Report, type ShownDocument } from './report.ts';
export * from './types.ts';
export { firstReason, verdictOf } from './verdict.ts';
export { verify } from './verify.ts';
