/**
 * A light block as deterministic CBOR, for whoever brings it along with something else. What follows
 * from the rest is left out: hash and height of the commit, addresses, the next set if it is the same.
 */
import { decodeCbor, encodeCbor, equalBytes, type Cbor } from '../bytes/index.ts';
import { isRefusal } from '../errors.ts';
import { items, octets, whole, wide } from './cbor-items.ts';
import { malformed } from './cometbft-error.ts';
import { headerFromItems, headerToItems } from './header-items.ts';
import { hashHeader } from './hash-header.ts';
import { GO_ZERO_TIME } from './time.ts';
import {
  BLOCK_ID_FLAG,
  type CommitSig,
  type LightBlock,
  type Validator,
  type ValidatorKey,
} from './types.ts';
import { MAX_VALIDATORS, validatorAddress } from './validator-set.ts';

const MAX_BYTES = 256 * 1024;
const KEY_BYTES = { ed25519: 32, secp256k1: 33 } as const;

/**
 * Encodes a block that the engine has verified.
 *
 * @throws {@link CometbftError} `cometbft/malformed` if another block would be read back.
 */
export function encodeLightBlock(block: LightBlock): Uint8Array<ArrayBuffer> {
  const { header, commit, validators, nextValidators } = block;
  const { parts } = commit.blockId;
  const same = equalBytes(setBytes(validators), setBytes(nextValidators));
  const encoded = encodeCbor([
    headerToItems(header),
    [commit.round, parts.total, parts.hash, commit.signatures.map(slotToItem)],
    setToItems(validators),
    same ? null : setToItems(nextValidators),
  ]);
  const read = decodeLightBlock(encoded);
  if (!equalBytes(read.commit.blockId.hash, commit.blockId.hash)) throw malformed('another header');
  return encoded;
}

/**
 * Reads a block of at most 256 KiB. Nothing in it is believed before the engine has verified it.
 *
 * @throws {@link CometbftError} `cometbft/malformed`, or `cometbft/no-validators-hash`.
 */
export function decodeLightBlock(untrusted: Uint8Array): LightBlock {
  const [head, votes, set, next] = items(decoded(untrusted), 4);
  const header = headerFromItems(head);
  const validators = setFromItems(set);
  const [round, total, partsHash, slots] = items(votes, 4);
  const parts = { total: whole(total, 0xffff_ffff), hash: octets(partsHash, [0, 32]) };
  return {
    header,
    commit: {
      height: header.height,
      round: whole(round, 0x7fff_ffff),
      blockId: { hash: hashHeader(header), parts },
      signatures: items(slots, 0, MAX_VALIDATORS).map((slot, at) =>
        slotFromItem(slot, validators[at]),
      ),
    },
    validators,
    nextValidators: next === null ? validators : otherSet(next, validators),
  };
}

function slotToItem({ flag, timestamp, signature }: CommitSig): Cbor {
  if (flag === BLOCK_ID_FLAG.absent) return null;
  return [flag, timestamp.seconds, timestamp.nanos, signature];
}

function slotFromItem(untrusted: Cbor, validator: Validator | undefined): CommitSig {
  const nothing = new Uint8Array();
  if (untrusted === null) {
    return {
      flag: BLOCK_ID_FLAG.absent,
      address: nothing,
      timestamp: GO_ZERO_TIME,
      signature: nothing,
    };
  }
  const [flag, seconds, nanos, signature] = items(untrusted, 4);
  if (flag !== BLOCK_ID_FLAG.commit && flag !== BLOCK_ID_FLAG.nil) throw malformed('flag');
  if (validator === undefined) throw malformed('a vote of nobody');
  return {
    flag,
    address: validator.address,
    timestamp: { seconds: wide(seconds), nanos: whole(nanos, 999_999_999) },
    signature: octets(signature, [64]),
  };
}

/** A set is a list of keys and powers; keys of 33 bytes are secp256k1. */
function setToItems(set: readonly Validator[]): Cbor {
  return set.map(({ key, power }) => [key.bytes, power]);
}

function setFromItems(untrusted: Cbor | undefined): readonly Validator[] {
  return items(untrusted, 0, MAX_VALIDATORS).map((member) => {
    const [bytes, power] = items(member, 2);
    const key = keyOf(octets(bytes, Object.values(KEY_BYTES)));
    return { address: validatorAddress(key), key, power: wide(power) };
  });
}

/** One block has one encoding: a set that is the same is left out. */
function otherSet(untrusted: Cbor | undefined, set: readonly Validator[]): readonly Validator[] {
  const other = setFromItems(untrusted);
  if (equalBytes(setBytes(other), setBytes(set))) throw malformed('a set twice');
  return other;
}

function keyOf(bytes: Uint8Array): ValidatorKey {
  return { type: bytes.length === KEY_BYTES.ed25519 ? 'ed25519' : 'secp256k1', bytes };
}

function setBytes(set: readonly Validator[]): Uint8Array {
  return encodeCbor(setToItems(set));
}

function decoded(untrusted: Uint8Array): Cbor {
  try {
    return decodeCbor(untrusted, MAX_BYTES);
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    throw malformed('not deterministic CBOR', { cause });
  }
}
