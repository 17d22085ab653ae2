/** Commits, signed headers and validators from RPC JSON. */
import { CometbftError, malformed } from './cometbft-error.ts';
import { array, base64, count, height, hex, int64, object } from './json.ts';
import { parseBlockId, parseHeader } from './parse-header.ts';
import { GO_ZERO_TIME, parseTime } from './time.ts';
import {
  BLOCK_ID_FLAG,
  type BlockIdFlag,
  type Commit,
  type CommitSig,
  type SignedHeader,
  type Validator,
  type ValidatorKey,
} from './types.ts';
import { MAX_VALIDATORS, validatorAddress } from './validator-set.ts';

const KEY_TYPES: Readonly<Record<string, { type: ValidatorKey['type']; length: number }>> = {
  'tendermint/PubKeyEd25519': { type: 'ed25519', length: 32 },
  'tendermint/PubKeySecp256k1': { type: 'secp256k1', length: 33 },
};

/** @throws {@link CometbftError} `cometbft/malformed`. */
export function parseSignedHeader(untrusted: unknown): SignedHeader {
  const json = object(untrusted, 'signed_header');
  return { header: parseHeader(json['header']), commit: parseCommit(json['commit']) };
}

/** @throws {@link CometbftError} `cometbft/malformed`. */
export function parseCommit(untrusted: unknown): Commit {
  const json = object(untrusted, 'commit');
  return {
    height: height(json['height'], 'commit.height'),
    round: count(json['round'] ?? 0, 'commit.round'),
    blockId: parseBlockId(json['block_id']),
    signatures: array(json['signatures'], 'signatures', MAX_VALIDATORS).map(parseCommitSig),
  };
}

/**
 * Reads a validator set; the address is recomputed from the key and must be the one stated.
 *
 * @throws {@link CometbftError} `cometbft/malformed`, `cometbft/unsupported-key` (never skipped) or
 * `cometbft/wrong-address`.
 */
export function parseValidators(untrusted: unknown): Validator[] {
  return array(untrusted, 'validators', MAX_VALIDATORS).map(parseValidator);
}

function parseValidator(untrusted: unknown): Validator {
  const json = object(untrusted, 'validator');
  const key = parseKey(json['pub_key']);
  const address = validatorAddress(key);
  const stated = hex(json['address'], 'address', [20]);
  if (!stated.every((byte, index) => byte === address[index])) {
    throw new CometbftError('cometbft/wrong-address', 'the address is not that of the key');
  }
  return { address, key, power: int64(json['voting_power'] ?? json['power'], 'voting_power') };
}

function parseKey(untrusted: unknown): ValidatorKey {
  const json = object(untrusted, 'pub_key');
  const known = typeof json['type'] === 'string' ? KEY_TYPES[json['type']] : undefined;
  if (known === undefined) throw new CometbftError('cometbft/unsupported-key', 'unknown key type');
  return { type: known.type, bytes: base64(json['value'], 'pub_key', [known.length]) };
}

function parseCommitSig(untrusted: unknown): CommitSig {
  const json = object(untrusted, 'signature');
  const flag = parseFlag(json['block_id_flag']);
  const absent = flag === BLOCK_ID_FLAG.absent;
  const slot = {
    flag,
    address: hex(json['validator_address'] ?? '', 'validator_address', [0, 20]),
    // Nobody signed the time of an absent slot; nodes refuse evidence with another one than this.
    timestamp: absent ? GO_ZERO_TIME : parseTime(json['timestamp']),
    signature: base64(json['signature'], 'signature', [0, 64]),
  };
  if (absent !== (slot.address.length === 0) || absent !== (slot.signature.length === 0)) {
    throw malformed('signature');
  }
  return slot;
}

function parseFlag(untrusted: unknown): BlockIdFlag {
  if (untrusted === 1 || untrusted === 2 || untrusted === 3) return untrusted;
  throw malformed('block_id_flag');
}
