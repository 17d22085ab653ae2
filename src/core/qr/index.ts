export { decodeEnvelope, encodeEnvelope, type Presentation } from './envelope.ts';
export { foreignKind } from './foreign-kind.ts';
export { QrError, type ForeignKind, type QrCode } from './qr-error.ts';
