/** `cosmos.ics23.v1.CommitmentProof` on the wire. */
import {
  bytesField,
  BytesError,
  decodeProtobuf,
  integerField,
  repeatedField,
  type ProtobufFields,
} from '../bytes/index.ts';
import { Ics23Error, malformed } from './ics23-error.ts';
import type {
  CommitmentProof,
  ExistenceProof,
  InnerOp,
  LeafOp,
  NonExistenceProof,
} from './types.ts';

/** A path of 256 levels with two neighbours fits well. */
const MAX_BYTES = 64 * 1024;
/** Steps that are worth decoding: the deepest tree has 256. */
const MAX_STEPS = 256;

/**
 * Decodes a proof; nothing of it is verified.
 *
 * @throws {@link Ics23Error} `ics23/malformed`, or `ics23/unsupported` for batches and compressed
 * batches, which upstream has given up.
 */
export function decodeCommitmentProof(untrusted: Uint8Array): CommitmentProof {
  if (untrusted.length > MAX_BYTES) throw malformed('too long');
  try {
    const fields = decodeProtobuf(untrusted, 4);
    if (fields.size !== 1) throw malformed('not exactly one kind of proof');
    if (fields.has(1)) return { kind: 'existence', proof: existence(bytesField(fields, 1)) };
    if (fields.has(2)) return { kind: 'non-existence', proof: nonExistence(bytesField(fields, 2)) };
    throw new Ics23Error('ics23/unsupported', 'a batch of proofs');
  } catch (refusal) {
    if (refusal instanceof BytesError) throw malformed('not a proof', refusal);
    throw refusal;
  }
}

function nonExistence(bytes: Uint8Array): NonExistenceProof {
  const fields = decodeProtobuf(bytes, 3);
  return {
    key: bytesField(fields, 1),
    left: fields.has(2) ? existence(bytesField(fields, 2)) : undefined,
    right: fields.has(3) ? existence(bytesField(fields, 3)) : undefined,
  };
}

function existence(bytes: Uint8Array): ExistenceProof {
  const fields = decodeProtobuf(bytes, 4);
  const path = repeatedField(fields, 4);
  if (path.length > MAX_STEPS) throw malformed('too many steps');
  return {
    key: bytesField(fields, 1),
    value: bytesField(fields, 2),
    leaf: fields.has(3) ? leafOp(bytesField(fields, 3)) : undefined,
    path: path.map(innerOp),
  };
}

function leafOp(bytes: Uint8Array): LeafOp {
  const fields = decodeProtobuf(bytes, 5);
  return {
    hash: enumField(fields, 1),
    prehashKey: enumField(fields, 2),
    prehashValue: enumField(fields, 3),
    length: enumField(fields, 4),
    prefix: bytesField(fields, 5),
  };
}

function innerOp(bytes: Uint8Array): InnerOp {
  const fields = decodeProtobuf(bytes, 3);
  return {
    hash: enumField(fields, 1),
    prefix: bytesField(fields, 2),
    suffix: bytesField(fields, 3),
  };
}

/** Numbers that no enum has stay numbers: applying them is what is refused. */
function enumField(fields: ProtobufFields, field: number): number {
  return Number(integerField(fields, field));
}
