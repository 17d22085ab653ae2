/** The validators of the embedded chain: members of equal power that take turns. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { compareBytes } from '#core/bytes/index.ts';
import type { LocalText } from '#core/chain/index.ts';
import type { Validator } from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';

const POWER = 10n;

/** A department that runs a node, with the key that signs its votes. */
export interface ValidatorIdentity {
  readonly id: string;
  readonly name: LocalText;
  readonly secretKey: Uint8Array;
  readonly validator: Validator;
}

export function validatorIdentity(
  id: string,
  name: LocalText,
  secretKey: Uint8Array,
): ValidatorIdentity {
  const bytes = ed25519.getPublicKey(secretKey);
  const address = sha256(bytes).slice(0, 20);
  return {
    id,
    name,
    secretKey,
    validator: { address, key: { type: 'ed25519', bytes }, power: POWER },
  };
}

/** CometBFT's order of a set: power descending (all equal here), then address ascending. */
export function inSetOrder(identities: readonly ValidatorIdentity[]): readonly ValidatorIdentity[] {
  return [...identities].sort((a, b) => compareBytes(a.validator.address, b.validator.address));
}

/** Index of the proposer of a round: members of equal power take turns by height and by round. */
export function proposerIndex(height: number, round: number, count: number): number {
  return (height - 1 + round) % count;
}

/** `proposer_priority` that CometBFT's rotation leaves at `height` for members of equal power. */
export function proposerPriority(index: number, height: number, count: number): bigint {
  const turns = BigInt(height % count);
  const served = index < height % count;
  return POWER * turns - (served ? POWER * BigInt(count) : 0n);
}

/** Smallest number of members of equal power that holds more than two thirds. */
export function quorum(count: number): number {
  return Math.floor((count * 2) / 3) + 1;
}
