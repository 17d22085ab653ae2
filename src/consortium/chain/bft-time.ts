/** BFT time: what CometBFT's validators agree on as the time of a block. */
import {
  GO_ZERO_TIME,
  timeNs,
  timestampOf,
  type Commit,
  type Timestamp,
  type Validator,
} from '#core/cometbft/index.ts';

const MILLISECOND = 1_000_000n;

/** Time of a vote for a block: the voter's clock, but at least a millisecond after the block. */
export function voteTime(now: bigint, block: Timestamp): Timestamp {
  const earliest = timeNs(block) + MILLISECOND;
  return timestampOf(now > earliest ? now : earliest);
}

/** Median of the commit's times, weighted by power: the time of the next block. */
export function medianTime(commit: Commit, validators: readonly Validator[]): Timestamp {
  const votes = commit.signatures
    .map(({ signature, timestamp }, index) => ({
      time: timeNs(timestamp),
      power: signature.length === 0 ? 0n : (validators[index]?.power ?? 0n),
    }))
    .filter(({ power }) => power > 0n)
    .sort((a, b) => (a.time < b.time ? -1 : 1));
  let rest = votes.reduce((sum, { power }) => sum + power, 0n) / 2n;
  for (const { time, power } of votes) {
    if (rest <= power) return timestampOf(time);
    rest -= power;
  }
  return GO_ZERO_TIME;
}
