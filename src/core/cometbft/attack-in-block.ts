/** Evidence of an attack on light clients as a block carries it (CometBFT v0.38, `types/evidence.go`). */
import { concatBytes } from '../bytes/index.ts';
import { malformed } from './cometbft-error.ts';
import { encodeCommit, encodeHeader } from './encode-header.ts';
import { array, height, int64, object } from './json.ts';
import { parseSignedHeader, parseValidators } from './parse-commit.ts';
import { parseTime } from './time.ts';
import type { SignedHeader, Timestamp, Validator } from './types.ts';
import { MAX_VALIDATORS } from './validator-set.ts';
import { bytesField, encodePublicKey, encodeTimestamp, message, varintField } from './wire.ts';

/** In evidence, a validator's turn to propose is hashed with it. */
interface Member extends Validator {
  readonly priority: bigint;
}

/** Validators signed a block that is not the chain's; the nodes judged it, not we. */
export interface LightClientAttack {
  readonly kind: 'light-client-attack';
  readonly conflicting: SignedHeader & {
    readonly validators: readonly Member[];
    readonly proposer: Member;
  };
  readonly commonHeight: number;
  /** Those who signed it. */
  readonly culprits: readonly Member[];
  readonly totalPower: bigint;
  readonly timestamp: Timestamp;
}

/** @throws {@link CometbftError} `cometbft/malformed`, or a rule of a validator. */
export function parseAttack(untrusted: unknown): LightClientAttack {
  const json = object(untrusted, 'evidence.value');
  const block = object(json['ConflictingBlock'], 'ConflictingBlock');
  const set = object(block['validator_set'], 'validator_set');
  return {
    kind: 'light-client-attack',
    conflicting: {
      ...parseSignedHeader(block['signed_header']),
      validators: parseMembers(set['validators']),
      proposer: parseMember(set['proposer']),
    },
    commonHeight: height(json['CommonHeight'], 'CommonHeight'),
    culprits: parseMembers(json['ByzantineValidators']),
    totalPower: int64(json['TotalVotingPower'], 'TotalVotingPower'),
    timestamp: parseTime(json['Timestamp']),
  };
}

function parseMembers(untrusted: unknown): readonly Member[] {
  return array(untrusted, 'validators', MAX_VALIDATORS).map(parseMember);
}

function parseMember(untrusted: unknown): Member {
  const [validator] = parseValidators([untrusted]);
  if (validator === undefined) throw malformed('validator');
  const { proposer_priority: priority } = object(untrusted, 'validator');
  return { ...validator, priority: int64(priority, 'proposer_priority') };
}

/** `tendermint.types.LightClientAttackEvidence`. */
export function encodeAttack(attack: LightClientAttack): Uint8Array {
  const { header, commit, validators, proposer } = attack.conflicting;
  const signed = concatBytes(message(1, encodeHeader(header)), message(2, encodeCommit(commit)));
  const set = concatBytes(encodeMembers(1, validators), message(2, encodeMember(proposer)));
  return concatBytes(
    message(1, concatBytes(message(1, signed), message(2, set))),
    varintField(2, attack.commonHeight),
    encodeMembers(3, attack.culprits),
    varintField(4, attack.totalPower),
    message(5, encodeTimestamp(attack.timestamp)),
  );
}

function encodeMembers(field: number, members: readonly Member[]): Uint8Array {
  return concatBytes(...members.map((member) => message(field, encodeMember(member))));
}

function encodeMember({ address, key, power, priority }: Member): Uint8Array {
  return concatBytes(
    bytesField(1, address),
    message(2, encodePublicKey(key)),
    varintField(3, power),
    varintField(4, priority),
  );
}
