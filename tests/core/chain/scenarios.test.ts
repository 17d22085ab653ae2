/** Thirty published situations of a light client: tampering, boundaries, rotation, witnesses. */
import { describe, expect, it } from 'vitest';
import { formatHex } from '#core/bytes/index.ts';
import { AttackError, ChainError, verifyAtHeight } from '#core/chain/index.ts';
import { parseValidators, type CometbftError } from '#core/cometbft/index.ts';
import { scenarioPorts, type Scenario } from '../../support/scenario.ts';
import { listVectors, readVector, vectorsDir } from '../../support/vectors.ts';

const FOLDER = 'derived/scenarios';
const present = vectorsDir() !== undefined;
const files = present ? listVectors(FOLDER) : [];

/** Our codes for the keywords in which the scenarios say why. */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  address: ['source/garbage', 'cometbft/wrong-signer'],
  'address or double vote': ['cometbft/wrong-signer', 'cometbft/double-vote'],
  divergence: ['chain/attack'],
  expired: ['chain/expired'],
  future: ['chain/clock-behind'],
  'header hash': ['cometbft/wrong-block-id'],
  'no cross reference': ['chain/no-witness'],
  'next validators': ['cometbft/wrong-next-validators-hash'],
  power: ['cometbft/not-enough-power'],
  signature: ['cometbft/bad-signature'],
  size: ['cometbft/wrong-signature-count'],
  time: ['cometbft/time-not-increasing'],
  valset: ['cometbft/wrong-validators-hash'],
};

function load(file: string): Scenario {
  return JSON.parse(readVector(`${FOLDER}/${file}`)) as Scenario;
}

interface Evidence {
  readonly value: { readonly CommonHeight: string; readonly ByzantineValidators: unknown };
}

function run(scenario: Scenario, ports = scenarioPorts(scenario)) {
  return verifyAtHeight(ports, Number(scenario.height_to_verify));
}

async function refusalOf(scenario: Scenario, ports = scenarioPorts(scenario)): Promise<ChainError> {
  const thrown: unknown = await run(scenario, ports).then(
    () => undefined,
    (refusal: unknown) => refusal,
  );
  if (!(thrown instanceof ChainError)) throw new Error('no refusal', { cause: thrown });
  return thrown;
}

describe.skipIf(!present)('scenarios', () => {
  it('are thirty', () => {
    expect(files).toHaveLength(30);
  });

  const accepted = files.filter((file) => load(file).expected.ok);
  it.each(accepted)('%s is accepted', async (file) => {
    const { expected, height_to_verify } = load(file);
    const { header, trace, witnesses } = await run(load(file));
    expect(header.height).toBe(Number(height_to_verify));
    const heights = trace.map((block) => block.header.height);
    expect(heights).toEqual(expected.trace ?? heights);
    const dropped = witnesses.filter(({ outcome }) => outcome === 'invalid');
    expect(dropped.map(({ node }) => node - 1)).toEqual(expected.removed_witnesses ?? []);
  });

  const refused = files.filter((file) => (load(file).expected.reason ?? '') in REASONS);
  it.each(refused)('%s is refused, for its reason', async (file) => {
    const scenario = load(file);
    const ports = scenarioPorts(scenario);
    const refusal = await refusalOf(scenario, ports);
    const { cause } = refusal;
    const code =
      refusal.code === 'chain/invalid-header' ? (cause as CometbftError).code : refusal.code;
    expect(REASONS[scenario.expected.reason ?? '']).toContain(code);
    expect(await ports.store.loadLatest()).toBeUndefined();
  });

  const attacks = files.filter((file) => load(file).expected.conflicting_height !== undefined);
  it.each(attacks)('%s yields the evidence that CometBFT would build', async (file) => {
    const { expected } = load(file);
    const refusal = await refusalOf(load(file));
    if (!(refusal instanceof AttackError)) throw new Error('no attack', { cause: refusal });
    const { value } = refusal.attack.evidence[0] as Evidence;
    expect(refusal.attack.height).toBe(expected.conflicting_height);
    expect(Number(value.CommonHeight)).toBe(expected.common_height_in_evidence);
    const byzantine = parseValidators(value.ByzantineValidators).map(({ address }) =>
      formatHex(address).toUpperCase(),
    );
    expect(byzantine).toEqual(expected.byzantine);
  });

  it('leaves no scenario out', () => {
    expect(accepted.length + refused.length).toBe(files.length);
  });
});
