import { CodedError } from '../errors.ts';

/** Why bytes or text could not be read. */
export type BytesCode =
  | 'bytes/not-hex'
  | 'bytes/not-base64'
  | 'bytes/not-base64url'
  | 'bytes/not-base45'
  | 'bytes/not-utf8'
  | 'bytes/not-cbor'
  | 'bytes/not-canonical-cbor'
  | 'bytes/bad-varint'
  | 'bytes/not-protobuf'
  | 'bytes/not-zlib'
  | 'bytes/too-long'
  | 'bytes/truncated';

/** Refusal to decode. */
export class BytesError extends CodedError<BytesCode> {}
