export {
  collectCopies,
  type CollectPorts,
  type ProvableKey,
  type ReceivedCopy,
} from './collect-copies.ts';
export { parseCredentialResponse } from './credential-request.ts';
export { ExchangeError, LaterError, type ExchangeCode } from './exchange-error.ts';
export { fetchAnchor, type AnchorPorts } from './fetch-anchor.ts';
export {
  PROOF_TYP,
  signHolderProof,
  verifyHolderProof,
  type ProofContext,
  type ProvenKey,
} from './holder-proof.ts';
export {
  parsePlainUrl,
  wellKnownUrl,
  type ExchangeRequest,
  type ExchangeResponse,
  type PlainUrl,
  type SendRequest,
} from './http.ts';
export { fetchIssuerMetadata, type IssuerMetadata } from './issuer-metadata.ts';
export {
  parseOffer,
  parseOfferInput,
  type CredentialOffer,
  type OfferInput,
  type TxCodeHint,
} from './offer.ts';
export { inputMarks, offerMarks } from './offer-marks.ts';
export {
  collectDocument,
  resolveOffer,
  spendOffer,
  type ReceivedDocument,
  type ReceiveOrder,
  type RedeemedDocument,
  type RedeemPorts,
} from './receive-credential.ts';
export { redeemOffer, tokenRequest, type Redemption } from './redeem-offer.ts';
export {
  DELIVERY_EVENTS,
  notifyIssuer,
  type DeliveryEvent,
  type DeliveryNotice,
  type NotifyPorts,
} from './notification.ts';
export { patientSender } from './patience.ts';
export { accessOf, renewAccess, type DocumentAccess } from './renew-access.ts';
export { reopenDocument } from './reopen-document.ts';
export { fetchPrint, type PrintPorts } from './fetch-print.ts';
export { collect, handOver, type HandedOver, type Mailbox, type TokenPorts } from './hand-over.ts';
export { MAX_LETTER, openLetter, sealLetter, tokenKeys, type TokenKeys } from './letter.ts';
export { formatToken, looksLikeToken, makeToken, parseToken, TOKEN_DIGITS } from './token.ts';
export { TokenError, type TokenCode } from './token-error.ts';
export {
  readRequest,
  UNSIGNED_PREFIX,
  type AuthorizationRequest,
} from './presentation/authorization-request.ts';
export { postAnswer, postRefusal, type Posted, type Shown } from './presentation/direct-post.ts';
export { PresentationError, type PresentationCode } from './presentation/presentation-error.ts';
export { readOnlineAnswer, type UntrustedPresentation } from './presentation/read-answer.ts';
export {
  looksLikeOnlineRequest,
  parseRequestLink,
  type RequestInput,
} from './presentation/request-link.ts';
export {
  fetchRequestObject,
  openRequestObject,
  REQUEST_TYP,
  signRequestObject,
  type VerifierKeyOf,
} from './presentation/request-object.ts';
