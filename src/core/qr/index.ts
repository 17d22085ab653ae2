export { decodeEnvelope, encodeEnvelope, type Presentation } from './envelope.ts';
export { formatPackWant, parsePackWant, type PackWant } from './pack-want.ts';
export { chooseCodes } from './choose-codes.ts';
export { foreignKind } from './foreign-kind.ts';
export {
  encodeRequest,
  formatRequest,
  parseRequest,
  REQUEST_LIMITS,
  requestSignBytes,
  type AskedClaims,
  type ReadRequest,
  type RequestContent,
  type VerifierRequest,
} from './request.ts';
export {
  QrError,
  StreamError,
  type ForeignKind,
  type QrCode,
  type StreamCode,
} from './qr-error.ts';
export {
  decodeSelfContained,
  encodeSelfContained,
  type ProofGrounds,
  type SelfContained,
} from './self-contained.ts';
export { StreamCollector, type StreamProgress } from './stream-collector.ts';
export { isStreamText } from './stream-frame.ts';
export {
  decodeStreamPayload,
  encodeStreamPayload,
  fitsOneCode,
  type StreamPayload,
} from './stream-payload.ts';
export { FRAME_BYTES, toStream, type StreamSource } from './stream-source.ts';
export {
  decodeTrustParcel,
  encodeTrustParcel,
  fitsStream,
  PARCEL_BYTES,
  type TrustParcel,
} from './trust-parcel.ts';
