/** Validator sets: addresses, order, power and limits (`reference`: CometBFT v0.38 `types/validator_set.go`). */
import { compareBytes, equalBytes, formatHex } from '../bytes/index.ts';
import { ripemd160, sha256 } from '../crypto/index.ts';
import { CometbftError } from './cometbft-error.ts';
import type { Validator, ValidatorKey } from './types.ts';

/** MaxInt64 / 8. */
const MAX_TOTAL_POWER = 2n ** 60n - 1n;
/** CometBFT's limit for one set. */
export const MAX_VALIDATORS = 10_000;

/** The 20-byte address that a key has. */
export function validatorAddress({ type, bytes }: ValidatorKey): Uint8Array {
  return type === 'ed25519' ? sha256(bytes).slice(0, 20) : ripemd160(sha256(bytes));
}

/** Sum of all power. */
export function totalPower(validators: readonly Validator[]): bigint {
  return validators.reduce((sum, { power }) => sum + power, 0n);
}

/** Power descending, then address ascending: the order in which a set is hashed. */
export function sortValidators(validators: readonly Validator[]): Validator[] {
  return [...validators].sort((a, b) =>
    a.power === b.power ? compareBytes(a.address, b.address) : a.power > b.power ? -1 : 1,
  );
}

/**
 * Verifies a set's own rules. Addresses are not hashed, so each is recomputed from its key: an
 * edited address once let one vote count twice (tendermint-rs, ISA-2025-003).
 *
 * @throws {@link CometbftError} `cometbft/too-many-validators`, `cometbft/bad-power`,
 * `cometbft/wrong-address` or `cometbft/duplicate-validator`.
 */
export function verifyValidatorSet(validators: readonly Validator[]): void {
  if (validators.length > MAX_VALIDATORS) {
    throw new CometbftError('cometbft/too-many-validators', 'too many validators');
  }
  if (validators.some(({ power }) => power < 0n) || totalPower(validators) > MAX_TOTAL_POWER) {
    throw new CometbftError('cometbft/bad-power', 'power is out of range');
  }
  const seen = new Set<string>();
  for (const { address, key } of validators) {
    if (!equalBytes(address, validatorAddress(key))) {
      throw new CometbftError('cometbft/wrong-address', 'the address is not that of the key');
    }
    seen.add(formatHex(address));
  }
  if (seen.size !== validators.length) {
    throw new CometbftError('cometbft/duplicate-validator', 'a validator occurs twice');
  }
}
