export { compareBytes, concatBytes, equalBytes } from './array.ts';
export { formatBase45, parseBase45 } from './base45.ts';
export { formatBase64, formatBase64Url, parseBase64, parseBase64Url } from './base64.ts';
export { BytesError, type BytesCode } from './bytes-error.ts';
export { decodeCbor, encodeCbor, type Cbor } from './cbor.ts';
export { deflateRaw } from './deflate.ts';
export { formatHex, parseHex } from './hex.ts';
export { inflateRaw, inflateZlib } from './inflate.ts';
export {
  bytesField,
  decodeProtobuf,
  integerField,
  repeatedField,
  type ProtobufFields,
} from './protobuf.ts';
export { decodeUtf8, encodeUtf8 } from './utf8.ts';
export { decodeVarint, encodeVarint } from './varint.ts';
export { isNestedDeeper, shapeOfJson } from './nesting.ts';
