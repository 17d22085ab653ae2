/** Entries of the registry ↔ deterministic CBOR. Field names are those of the types. */
import { isSignatureAlgorithm, ALGORITHMS, type SignatureAlgorithm } from '../crypto/index.ts';
import { LIMITS } from './limits.ts';
import { id, kid, signerId, vct } from './registry-key.ts';
import {
  bytes,
  decodeShape,
  encodeShape,
  fields,
  integer,
  list,
  malformed,
  oneOf,
  text,
  type Shape,
} from './shape.ts';
import type {
  BatchEntry,
  ClaimEntry,
  GovernanceEntry,
  HeightRange,
  IssuerEntry,
  IssuerKey,
  LogHead,
  RecordEntry,
  StatusEntry,
  TypeEntry,
  ValidatorEntry,
  VerifierEntry,
} from './types.ts';

const height = integer(0);
const digest = bytes(32);
const name = text(/^[^\p{Cc}]{1,200}$/u);

export const localText = fields({ 'zh-CN': name, en: name });
export const algorithm: Shape<SignatureAlgorithm> = oneOf('ES256', 'EdDSA');

/** Range whose end, if any, lies after its start. */
function ranged<T extends HeightRange>(shape: Shape<T>): Shape<T> {
  return (untrusted) => {
    const value = shape(untrusted);
    if (value.until !== undefined && value.until <= value.from) throw malformed('range');
    return value;
  };
}

/** Key whose length is that of its algorithm. */
export function sized<T extends { readonly alg: string; readonly publicKey: Uint8Array }>(
  shape: Shape<T>,
): Shape<T> {
  return (untrusted) => {
    const key = shape(untrusted);
    const known = isSignatureAlgorithm(key.alg) ? ALGORITHMS[key.alg].publicKeyBytes : undefined;
    if (key.publicKey.length !== known) throw malformed('key length');
    return key;
  };
}

/** List in which no two items have the same name. */
export function distinct<T>(
  items: Shape<readonly T[]>,
  nameOf: (item: T) => string,
): Shape<readonly T[]> {
  return (untrusted) => {
    const values = items(untrusted);
    if (new Set(values.map(nameOf)).size !== values.length) throw malformed('repetition');
    return values;
  };
}

const issuerKeyShape: Shape<IssuerKey> = ranged(
  sized(
    fields(
      { kid, alg: algorithm, publicKey: bytes(32, 64), from: height },
      { until: height, compromisedSince: height },
    ),
  ),
);

const statusHistory: Shape<IssuerEntry['history']> = (untrusted) => {
  const change = fields({ status: oneOf('active', 'suspended', 'retired'), since: height });
  const history = list(change, 1, LIMITS.statusChanges)(untrusted);
  const ascends = history.every(({ since }, index) => since > (history[index - 1]?.since ?? -1));
  if (!ascends) throw malformed('history');
  return history;
};

const issuerShape: Shape<IssuerEntry> = fields(
  {
    name: localText,
    keys: distinct(list(issuerKeyShape, 1, LIMITS.keysPerIssuer), (key) => key.kid),
    types: list(ranged(fields({ vct, from: height }, { until: height })), 0, LIMITS.typesPerIssuer),
    history: statusHistory,
  },
  { successor: id },
);

export const verifierShape: Shape<VerifierEntry> = fields({
  name: localText,
  key: sized(fields({ kid, alg: algorithm, publicKey: bytes(32, 64) })),
  purposes: distinct(
    list(
      fields({ id, name: localText, vct, claims: list(name, 1, LIMITS.claims) }),
      0,
      LIMITS.purposes,
    ),
    (purpose) => purpose.id,
  ),
});

const founders = distinct(
  list(fields({ id, name: localText, publicKey: bytes(32) }), 1, LIMITS.founders),
  (founder) => founder.id,
);

export const governanceShape: Shape<GovernanceEntry> = (untrusted) => {
  const entry = fields({ founders, threshold: integer(1, LIMITS.founders) })(untrusted);
  const keys = new Set(entry.founders.map(({ publicKey }) => publicKey.join()));
  if (keys.size !== entry.founders.length) throw malformed('repetition');
  if (entry.threshold > entry.founders.length) throw malformed('threshold');
  return entry;
};

const logShape: Shape<LogHead> = fields({ size: height, root: digest });
export const batchShape: Shape<BatchEntry> = fields({
  root: digest,
  count: integer(1, LIMITS.batchMax),
  height,
  timeMs: integer(0),
});
const statusShape: Shape<StatusEntry> = fields({ digest, height, validUntilMs: integer(0) });
const typeShape: Shape<TypeEntry> = fields({ digest });
const validatorShape: Shape<ValidatorEntry> = fields({
  name: localText,
  power: integer(0, LIMITS.validatorPower),
});
const claimShape: Shape<ClaimEntry> = fields({
  key: bytes(32),
  claimant: id,
  purpose: id,
  height,
  timeMs: integer(0),
});
const recordShape: Shape<RecordEntry> = fields({
  signer: signerId,
  digest,
  height,
  timeMs: integer(0),
});

interface EntryCodec<T> {
  readonly encode: (entry: T) => Uint8Array<ArrayBuffer>;
  readonly decode: (untrusted: Uint8Array) => T;
}

function codec<T>(shape: Shape<T>): EntryCodec<T> {
  return {
    encode: (entry) => encodeShape<T>(entry, LIMITS.entryBytes, shape),
    decode: (untrusted) => decodeShape(untrusted, LIMITS.entryBytes, shape),
  };
}

// Each pair refuses alike: registry/too-large above the limit, registry/malformed for any other shape.
export const { encode: encodeIssuerEntry, decode: decodeIssuerEntry } = codec(issuerShape);
export const { encode: encodeVerifierEntry, decode: decodeVerifierEntry } = codec(verifierShape);
export const { encode: encodeGovernanceEntry, decode: decodeGovernanceEntry } =
  codec(governanceShape);
export const { encode: encodeLogHead, decode: decodeLogHead } = codec(logShape);
export const { encode: encodeBatchEntry, decode: decodeBatchEntry } = codec(batchShape);
export const { encode: encodeStatusEntry, decode: decodeStatusEntry } = codec(statusShape);
export const { encode: encodeTypeEntry, decode: decodeTypeEntry } = codec(typeShape);
export const { encode: encodeValidatorEntry, decode: decodeValidatorEntry } = codec(validatorShape);
export const { encode: encodeClaimEntry, decode: decodeClaimEntry } = codec(claimShape);
export const { encode: encodeRecordEntry, decode: decodeRecordEntry } = codec(recordShape);
/** Number of transactions that a signer has had included, refused ones excepted. */
export const { encode: encodeSequence, decode: decodeSequence } = codec<number>(integer(0));
