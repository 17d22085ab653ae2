/** The light client: one step beside a straightforward verifier, and catching up over a long chain. */
import { cometbftEngine, verifyVotes, type VoteVerifier } from '#core/cometbft/index.ts';
import { exactVotes } from '#workers/exact-votes.ts';
import { nativeVoteVerifier, type Ed25519Port } from '#workers/native-vote-verifier.ts';
import { SharedVotes } from '#workers/shared-votes.ts';
import { CatchUp } from './support/catch-up.ts';
import { commitOf, oneAfterTheOther, stepOver } from './support/light-step.ts';
import { elapsedMs, race } from './support/measure.ts';
import { ratioOf, spreadOf } from './support/statistics.ts';
import { atMost, type Measured, type Row, type Target } from './support/types.ts';

export const inChromium = true;

const SIZES = [4, 22, 100, 150];
const EFFORT = { rounds: 21, sampleMs: 80 };
const BASELINE = 'baseline: each signature with WebCrypto, one after the other, no hashing';

/** WebCrypto as it is in a browser that has no Ed25519. */
const WITHOUT_ED25519: Ed25519Port = {
  importKey: () => Promise.reject(new DOMException('no such algorithm', 'NotSupportedError')),
  verify: () => Promise.reject(new DOMException('no such algorithm', 'NotSupportedError')),
};

export async function bench(): Promise<Measured> {
  const rows: Row[] = [];
  const targets: Target[] = [];
  for (const size of SIZES) {
    const measured = await benchStep(size);
    rows.push(...measured.rows);
    targets.push(...measured.targets);
  }
  for (const percent of [0, 1, 10]) {
    const measured = await benchCatchUp(percent);
    rows.push(...measured.rows);
    targets.push(...measured.targets);
  }
  return { rows, targets };
}

/** With a helper, as in the app, where there are workers: Node verifies on many threads by itself. */
async function helping(forgetful: boolean): Promise<(own: VoteVerifier) => VoteVerifier> {
  if (typeof Worker === 'undefined') return (own) => own;
  const { startHelper } = await import('./support/vote-helper.ts');
  const port = await startHelper(forgetful);
  return (own) => {
    const shared = new SharedVotes(own, () => undefined);
    shared.join(port);
    return shared.verifyVotes;
  };
}

/**
 * Each contestant begins anew, as on a first visit: no keys are kept between the samples. Only code
 * is, as in the app's worker.
 */
async function benchStep(size: number): Promise<Measured> {
  const blocks = commitOf(size);
  const step = (verifier: () => ReturnType<typeof nativeVoteVerifier>) => () =>
    stepOver(cometbftEngine(verifier()), blocks);
  const exact = exactVotes();
  const native = (port?: Ed25519Port) => nativeVoteVerifier(port, exact);
  const [cold, warm] = [await helping(true), (await helping(false))(native())];
  const samples = await race(
    [
      { name: BASELINE, run: () => oneAfterTheOther(blocks.untrusted) },
      { name: 'step with WebCrypto', run: step(() => cold(native())) },
      { name: 'step with WebCrypto, keys known from before', run: step(() => warm) },
      { name: 'step without WebCrypto', run: step(() => native(WITHOUT_ED25519)) },
      { name: 'step with noble alone', run: step(() => verifyVotes) },
    ],
    EFFORT,
  );
  const baseline = samples.get(BASELINE) ?? [];
  const rows = [...samples].map(([name, times]) => ({
    name: `${size} validators, ${name}`,
    figures: { ms: spreadOf(times), 'of the baseline': ratioOf(times, baseline) },
  }));
  if (size !== 100) return { rows, targets: [] };
  const ratio = (name: string) => ratioOf(samples.get(name) ?? [], baseline).median;
  return {
    rows,
    targets: [
      atMost(
        'step with WebCrypto, 100 validators',
        ratio('step with WebCrypto'),
        0.5,
        'of the baseline',
      ),
      atMost(
        'step without WebCrypto, 100 validators',
        ratio('step without WebCrypto'),
        1.2,
        'of the baseline',
      ),
    ],
  };
}

/** The first run makes and signs the blocks that are asked for; only later ones are timed. */
async function benchCatchUp(percent: number): Promise<Measured> {
  const chain = new CatchUp(percent);
  const once = () => chain.run(cometbftEngine(nativeVoteVerifier()));
  const { primary, all, bytes } = await once();
  const times: number[] = [];
  for (let round = 0; round < 5; round++) times.push(await elapsedMs(once));
  const name = `catch-up over 1,000,000 blocks, 100 validators, ${percent} % of power changing per 10,000`;
  const figures = {
    'light blocks of the primary': primary,
    'light blocks of all nodes': all,
    'bytes of JSON': bytes,
    ms: spreadOf(times),
  };
  const target = atMost('light blocks of a catch-up with no change', primary, 3, 'light blocks');
  return { rows: [{ name, figures }], targets: percent === 0 ? [target] : [] };
}
