/** Proving one block from a trusted one, with the help of one node. */
import { Canceller, type Cancelled } from './cancel.ts';
import { SourceError } from './chain-error.ts';
import { patiences, within, type Patience } from './patience.ts';
import { readAhead } from './read-ahead.ts';
import { verifySequential } from './sequential.ts';
import type { Session } from './session.ts';
import { verifySkipping } from './skipping.ts';
import type { FetchBlock, WalkWatch } from './walk.ts';
import type { Proven } from './witnesses.ts';

/**
 * A node gets this many patiences from one verified block to the next: an honest one needs few, and
 * one that hands out unprovable blocks just in time must not hold up the others.
 */
const PATIENCES_TO_STEP = 12;

const WITHOUT_END: Patience = () => new Promise(() => undefined);

/** What is to be proven, from where, and by whom. */
export interface Claim<Block> {
  readonly primary: number;
  readonly trusted: Block;
  readonly target: Block;
}

/**
 * Walks from the trusted block to the target in the mode of the session.
 *
 * @throws {@link SourceError} `source/slow` for a node that makes no headway; `chain/…`; refusals of
 * the engine.
 */
export async function prove<Block>(
  session: Session<Block>,
  { primary, trusted, target }: Claim<Block>,
  cancelled: Cancelled = session.cancelled,
  watch: WalkWatch<Block> = {},
): Promise<Proven<Block>> {
  const { engine, limits, ports } = session;
  const walk = ports.mode === 'sequential' ? verifySequential : verifySkipping;
  let verified = 0;
  session.report({ stage: 'headers', target: session.heightOf(target) });
  const proving = new Canceller(cancelled);
  const fetch = fetchFrom(session, primary, session.heightOf(target), proving);
  const steps = walk(engine, trusted, target, limits, fetch, {
    ...watch,
    onVerified: (block) => {
      verified++;
      session.report({ height: session.heightOf(block) });
    },
  });
  try {
    const headway = untilStuck(session, () => verified, proving);
    return { primary, trace: [trusted, ...(await Promise.race([steps, headway]))] };
  } finally {
    // Also leaves alone whoever was asked ahead.
    proving.cancel();
  }
}

/** One patience for each block: of those that were asked for ahead, from when it is their turn. */
function fetchFrom<Block>(
  session: Session<Block>,
  primary: number,
  target: number,
  proving: Cancelled,
): FetchBlock<Block> {
  if (session.ports.mode !== 'sequential') {
    return (height) => session.ask(primary, height, proving);
  }
  const ask = (height: number) => session.ask(primary, height, proving, WITHOUT_END);
  const fetch = readAhead(ask, target - 1);
  return (height) => within(session.patience, fetch(height));
}

/** Never resolves; refuses once nothing was verified for {@link PATIENCES_TO_STEP}. */
async function untilStuck<Block>(
  session: Session<Block>,
  progress: () => number,
  cancelled: Cancelled,
): Promise<never> {
  for (let before = -1; before !== progress() && !cancelled.isCancelled;) {
    before = progress();
    await patiences(session.patience, PATIENCES_TO_STEP);
  }
  throw new SourceError('source/slow', 'the node makes no headway');
}
