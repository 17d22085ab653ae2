/** What a page draws of the light client's way: plain facts of verified headers. */
import type { Engine } from '#core/chain/index.ts';
import type { TraceStep } from './chain-protocol.ts';

const NS_PER_MS = 1_000_000n;
/** More would not be seen, and the anchor always stays. */
const MAX_STEPS = 240;

/**
 * The way from the anchor: what was walked before, and the newest steps.
 *
 * @param trace - Verified blocks, ascending, beginning with the one trusted before.
 */
export function pictureOf<Block>(
  engine: Engine<Block>,
  walked: readonly TraceStep[],
  trace: readonly Block[],
): readonly TraceStep[] {
  const steps = trace.map((block, index) => stepOf(engine, block, trace[index - 1]));
  const [anchor] = walked;
  const [joint, ...newer] = steps;
  if (anchor === undefined || joint === undefined) return steps;
  const before = walked.filter(({ height }) => height < joint.height);
  // The first step was drawn before, together with what changed at it.
  const drawn = walked.find(({ height }) => height === joint.height) ?? joint;
  const above = [...before, drawn, ...newer].filter(({ height }) => height > anchor.height);
  return [anchor, ...above.slice(1 - MAX_STEPS)];
}

function stepOf<Block>(engine: Engine<Block>, block: Block, before: Block | undefined): TraceStep {
  const { height, timeNs } = engine.facts(block);
  const validators = engine.validators(block);
  const validatorsChanged = before !== undefined && !engine.hasSameValidators(before, block);
  const isTold = before === undefined || validatorsChanged;
  return {
    height,
    timeMs: Number(timeNs / NS_PER_MS),
    validatorsChanged,
    signedShare: signedShare(validators),
    ...(isTold && { members: validators.map(({ address, power }) => ({ address, power })) }),
  };
}

/** In thousandths, so that a picture needs no big numbers. */
function signedShare(validators: readonly { readonly power: bigint; readonly signed: boolean }[]) {
  const sum = (of: typeof validators) => of.reduce((total, { power }) => total + power, 0n);
  const total = sum(validators);
  if (total === 0n) return 0;
  return Number((sum(validators.filter(({ signed }) => signed)) * 1000n) / total) / 1000;
}
