/** Comparing a verified header with the other nodes (CometBFT v0.38, `light/detector.go`). */
import type { Attack } from './attack.ts';
import { Canceller } from './cancel.ts';
import { ChainError } from './chain-error.ts';
import { examineConflict, type Trace } from './divergence.ts';
import type { WitnessReport } from './header.ts';
import { untilEnough } from './patience.ts';
import type { Session } from './session.ts';
import { answer, answerOf, type Answer, type Witness } from './witness-answer.ts';

/** What the nodes beside the primary say of the newest block. */
export interface CrossCheck {
  readonly reports: readonly WitnessReport[];
  readonly attack: Attack | undefined;
}

/** A block that is proven, whoever gave it. */
export interface Verified<Block> {
  /** `undefined` if no node of the profile did. */
  readonly primary: number | undefined;
  /** From the block trusted before up to the proven one. */
  readonly trace: Trace<Block>;
}

/** A block that the primary has proven. */
export interface Proven<Block> extends Verified<Block> {
  readonly primary: number;
}

/**
 * Compares the last block of the trace with every witness at once. A witness
 *
 * a) `agrees` if it has the same header, in a block that is what it says it is;
 * b) `conflicts` if it proves another one from a block that both share: an attack;
 * c) is `invalid` if it gives another one and cannot prove it, or an answer that is no block, or told
 *    something wrong before;
 * d) is `behind` if it has no such height yet, and its newest header is earlier than ours; one that
 *    is not earlier contradicts us;
 * e) is `silent` if it does not answer, or no longer keeps the height.
 *
 * Once somebody agrees, the others have the grace to answer. If nobody does and nobody contradicts,
 * those that are behind are asked once more after the lag.
 */
export async function crossCheck<Block>(
  session: Session<Block>,
  proven: Verified<Block>,
  witnesses: readonly Witness<Block>[],
): Promise<CrossCheck> {
  const first = await answersOf(session, proven, witnesses);
  const told = ({ outcome, challenging }: Answer<Block>) =>
    outcome === 'agrees' || challenging !== undefined;
  const behind = first.filter(({ outcome }) => outcome === 'behind');
  if (behind.length === 0 || first.some(told)) return await judge(session, proven, first);
  await session.lag();
  const second = await answersOf(session, proven, behind);
  const others = first.filter(({ outcome }) => outcome !== 'behind');
  return await judge(session, proven, [...others, ...second]);
}

async function answersOf<Block>(
  session: Session<Block>,
  proven: Verified<Block>,
  witnesses: readonly Witness<Block>[],
): Promise<readonly Answer<Block>[]> {
  const asking = new Canceller(session.cancelled);
  const answers = await untilEnough(
    witnesses.map((witness) => answerOf(session, proven.trace, witness, asking)),
    ({ outcome }) => outcome === 'agrees',
    session.grace,
  );
  asking.cancel();
  return witnesses.map(
    ({ node, hasLied }, index) =>
      answers[index] ?? answer(session, node, hasLied === true ? 'invalid' : 'silent'),
  );
}

/** Lets those that contradict prove their word. */
async function judge<Block>(
  session: Session<Block>,
  { primary, trace }: Verified<Block>,
  answers: readonly Answer<Block>[],
): Promise<CrossCheck> {
  const attacks = await Promise.all(
    answers.map(async ({ node, challenging }) => {
      if (challenging === undefined) return undefined;
      const attack = await examineConflict(session, primary, trace, challenging, node);
      if (attack === undefined) session.note(node, unproven());
      return attack;
    }),
  );
  const reports = answers.map(({ challenging: _, ...report }, index) =>
    attacks[index] === undefined ? report : { ...report, outcome: 'conflicts' as const },
  );
  const attack = attacks.find((one) => one !== undefined);
  return { reports: reports.sort((a, b) => a.node - b.node), attack };
}

function unproven(): ChainError {
  return new ChainError('chain/invalid-header', 'another header, and no proof of it');
}
