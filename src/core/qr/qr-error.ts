import { CodedError } from '../errors.ts';

/** Why a code is not a presentation of ours. */
export type QrCode =
  'qr/foreign' | 'qr/truncated' | 'qr/malformed' | 'qr/newer-version' | 'qr/too-large';

/** Refusal of a code. */
export class QrError extends CodedError<QrCode> {
  /** For `qr/foreign`: what the code turned out to be. */
  readonly kind: ForeignKind | undefined;

  constructor(code: QrCode, message: string, options?: ErrorOptions & { kind?: ForeignKind }) {
    super(code, message, options);
    this.kind = options?.kind;
  }
}

/** Codes of others that people hold up by mistake. */
export type ForeignKind =
  | 'request'
  | 'want'
  | 'document'
  | 'offer'
  | 'openid4vp'
  | 'mdoc'
  | 'dcc'
  | 'healthcard'
  | 'barcode'
  | 'ur'
  | 'payment'
  | 'wechat'
  | 'invoice'
  | 'ubl'
  | 'wifi'
  | 'contact'
  | 'url'
  | 'other';

/** Why frames make no payload. */
export type StreamCode = 'qr/mixed-streams' | 'qr/damaged-stream';

/** Refusal of a frame that is well formed but does not fit the others. */
export class StreamError extends CodedError<StreamCode> {}

export function newer(): QrError {
  return new QrError('qr/newer-version', 'made by a later version of the app');
}

export function tooLarge(): QrError {
  return new QrError('qr/too-large', 'more than a code holds');
}

export function malformed(message: string, cause?: unknown): QrError {
  return new QrError('qr/malformed', message, { cause });
}
