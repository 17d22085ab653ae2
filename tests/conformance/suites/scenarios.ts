/**
 * Whole situations of a light client with witnesses: our own thirty and CometBFT's bisection layout.
 * Broken: the first vote for the block to verify, at every node.
 */
import { AttackError, verifyAtHeight } from '#core/chain/index.ts';
import { BLOCK_ID_FLAG } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import { scenarioPorts, type Scenario, type ScenarioNode } from '../../support/scenario.ts';
import type { LightBlockJson } from '../../support/light-blocks.ts';
import type { Flip } from '../flip.ts';
import type { Judged, Suite, VectorFile } from '../suite.ts';

const BISECTION_DRIFT_NS = '10000000000';

/** What the file says comes out: accepted, refused, or refused as an attack at a height. */
function expectedOf({ expected_output, expected }: ScenarioFile): string {
  if (/^no ?error$/.test(expected_output)) return 'accepted';
  const height = expected?.conflicting_height;
  return height === undefined ? 'refused' : `attack at ${height}`;
}

/** No more exactly than the file says it: many do not tell an attack from another refusal. */
function asExactly(expected: string, outcome: string): string {
  return expected === 'refused' && outcome.startsWith('attack') ? 'refused' : outcome;
}

async function outcomeOf(scenario: Scenario): Promise<string> {
  try {
    await verifyAtHeight(scenarioPorts(scenario), Number(scenario.height_to_verify));
    return 'accepted';
  } catch (refusal) {
    if (refusal instanceof AttackError) return `attack at ${refusal.attack.height}`;
    if (isRefusal(refusal)) return 'refused';
    throw refusal;
  }
}

/** The bisection layout names neither a drift nor what exactly is expected. */
type ScenarioFile = Omit<Scenario, 'max_clock_drift' | 'witnesses' | 'expected'> &
  Partial<Pick<Scenario, 'max_clock_drift' | 'witnesses' | 'expected'>>;

async function* run(file: VectorFile, flip: Flip): AsyncIterable<Judged> {
  const json = file.json() as ScenarioFile;
  const scenario: Scenario = {
    max_clock_drift: BISECTION_DRIFT_NS,
    witnesses: [],
    expected: { ok: true },
    ...json,
  };
  const expected = expectedOf(json);
  const got = await outcomeOf(flip.isOn ? broken(scenario, flip) : scenario);
  const positive = expected === 'accepted';
  yield { name: 'outcome', expected, got: asExactly(expected, got), positive };
}

interface SignedHeaderJson {
  readonly header: { readonly height: string };
  readonly commit: { readonly signatures: readonly SignatureJson[] };
}

interface SignatureJson {
  readonly block_id_flag: number;
  readonly signature: string | null;
}

function broken(scenario: Scenario, flip: Flip): Scenario {
  const node = (of: ScenarioNode): ScenarioNode => ({
    ...of,
    lite_blocks: of.lite_blocks.map((block) => brokenAt(scenario.height_to_verify, block, flip)),
  });
  return {
    ...scenario,
    primary: node(scenario.primary),
    witnesses: scenario.witnesses.map(({ value }) => ({ value: node(value) })),
  };
}

function brokenAt(height: string, block: LightBlockJson, flip: Flip): LightBlockJson {
  const signed = block.signed_header as SignedHeaderJson;
  if (signed.header.height !== height) return block;
  const { signatures } = signed.commit;
  const first = signatures.findIndex((slot) => slot.block_id_flag === BLOCK_ID_FLAG.commit);
  const changed = signatures.map((slot, index) =>
    index === first ? { ...slot, signature: flip.base64(slot.signature ?? '') } : slot,
  );
  return {
    ...block,
    signed_header: { ...signed, commit: { ...signed.commit, signatures: changed } },
  };
}

export const scenarios: readonly Suite[] = [
  {
    name: 'light-client scenarios',
    matches: (path) => /(^|\/)derived\/scenarios\/[^/]+\.json$/.test(path),
    run,
  },
  {
    name: 'bisection',
    matches: (path) => /(^|\/)conformance-tests\/bisection\/[^/]+\.json$/.test(path),
    run,
  },
];
