export { decodeEnvelope, encodeEnvelope, type Presentation } from './envelope.ts';
export { foreignKind } from './foreign-kind.ts';
export {
  encodeRequest,
  formatRequest,
  isRequestText,
  parseRequest,
  REQUEST_LIMITS,
  requestSignBytes,
  type AskedClaims,
  type ReadRequest,
  type RequestContent,
  type VerifierRequest,
} from './request.ts';
export { QrError, type ForeignKind, type QrCode } from './qr-error.ts';
