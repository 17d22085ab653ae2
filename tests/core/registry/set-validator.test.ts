import { describe, expect, it } from 'vitest';
import {
  decodeRegistry,
  genesisState,
  LIMITS,
  type GenesisValidator,
  type RegistryState,
  type TxBody,
} from '#core/registry/index.ts';
import { CHAIN, genesis, GOVERNANCE, nameOf, seed, submit, THREE } from './departments.ts';

const member = (name: string, power = 10): GenesisValidator => ({
  publicKey: seed(name),
  name: nameOf(name),
  power,
});
const founding = ['a', 'b'].map((name) => member(name));
const governed = (): RegistryState => genesisState(CHAIN, GOVERNANCE, founding);
const set = (validator: GenesisValidator): TxBody => ({ kind: 'set-validator', ...validator });
const codeOf = async (state: RegistryState, body: TxBody) =>
  (await submit(state, 'governance', THREE, body, 5)).code;

describe('a validator', () => {
  it('is added, changed and removed by governance', async () => {
    let state = governed();
    for (const power of [10, 20, 0]) {
      const validator = member('c', power);
      const outcome = await submit(state, 'governance', THREE, set(validator), 5);
      const { publicKey } = validator;
      expect(outcome.kept).toEqual({ kind: 'validator', publicKey, power });
      state = outcome.state;
      const entries = [...decodeRegistry(state.entries).validators.values()];
      expect(entries).toContainEqual({ name: nameOf('c'), power });
      expect(entries).toHaveLength(3);
    }
  });

  it('needs the threshold of founders', async () => {
    const [one] = THREE;
    if (one === undefined) throw new Error('there are founders');
    const outcome = await submit(governed(), 'governance', [one], set(member('c')), 5);
    expect(outcome.code).toBe('registry/threshold-not-met');
  });

  it('is never the last to go', async () => {
    const { state } = await submit(governed(), 'governance', THREE, set(member('a', 0)), 5);
    expect(await codeOf(state, set(member('b', 0)))).toBe('registry/no-validators');
  });

  it('is one of at most 100', async () => {
    const many = Array.from({ length: LIMITS.validators }, (_, at) => member(`v${at}`));
    const state = genesisState(CHAIN, GOVERNANCE, many);
    expect(await codeOf(state, set(member('one more')))).toBe('registry/too-large');
    expect(await codeOf(state, set(member('v0', 20)))).toBe('ok');
  });

  it('is not governed where the genesis names none', async () => {
    expect(await codeOf(genesis(), set(member('c')))).toBe('registry/validators-fixed');
  });
});
