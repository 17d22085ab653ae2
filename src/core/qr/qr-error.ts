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
  'request' | 'document' | 'offer' | 'openid4vp' | 'health' | 'payment' | 'url' | 'other';

export function malformed(message: string, cause?: unknown): QrError {
  return new QrError('qr/malformed', message, { cause });
}
