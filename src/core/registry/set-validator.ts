/** Validators, where the registry governs them. */
import type { Effect } from './apply-transaction.ts';
import { decodeValidatorEntry, encodeValidatorEntry } from './entries.ts';
import { LIMITS } from './limits.ts';
import { validatorKey } from './registry-key.ts';
import { RegistryError } from './registry-error.ts';
import { withEntry, type RegistryState } from './state.ts';
import type { TxBody } from './tx-body.ts';

/**
 * Adds, changes or removes a validator: the engine's set follows two blocks later.
 *
 * @throws {@link RegistryError} `registry/validators-fixed` on a chain whose genesis names none,
 * `registry/no-validators` if nobody would be left, `registry/too-large` with more than 100.
 */
export function setValidator(
  state: RegistryState,
  { publicKey, name, power }: Extract<TxBody, { kind: 'set-validator' }>,
): Effect {
  if (powersOf(state).length === 0) {
    throw new RegistryError('registry/validators-fixed', 'the set of this chain is fixed');
  }
  const entry = encodeValidatorEntry({ name, power });
  const next = withEntry(state, validatorKey(publicKey), entry);
  const active = powersOf(next).filter((held) => held > 0);
  if (active.length === 0) throw new RegistryError('registry/no-validators', 'nobody is left');
  if (active.length > LIMITS.validators) {
    throw new RegistryError('registry/too-large', 'too many validators');
  }
  return { state: next, kept: { kind: 'validator', publicKey, power } };
}

function powersOf({ entries }: RegistryState): readonly number[] {
  return [...entries]
    .filter(([key]) => key.startsWith('validator/'))
    .map(([, entry]) => decodeValidatorEntry(entry).power);
}
