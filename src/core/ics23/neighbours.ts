/** Which child a step of a path stands for, and which paths lie beside each other. */
import { equalBytes } from '../bytes/index.ts';
import type { InnerOp, InnerSpec } from './types.ts';

/** No other leaf lies to the left. */
export function isLeftMost(spec: InnerSpec, path: readonly InnerOp[]): boolean {
  return path.every((step) => standsAt(spec, step, 0) || leftBranchesAreEmpty(spec, step));
}

/** No other leaf lies to the right. */
export function isRightMost(spec: InnerSpec, path: readonly InnerOp[]): boolean {
  const last = spec.childOrder.length - 1;
  return path.every((step) => standsAt(spec, step, last) || rightBranchesAreEmpty(spec, step));
}

/** No leaf lies between the two. Paths are from the leaf up. */
export function areNeighbours(
  spec: InnerSpec,
  left: readonly InnerOp[],
  right: readonly InnerOp[],
): boolean {
  let shared = 0;
  while (isSameStep(left.at(-1 - shared), right.at(-1 - shared))) shared++;
  const [below, beside] = [left.at(-1 - shared), right.at(-1 - shared)];
  // One path is the end of the other: two leaves never lie like that.
  if (below === undefined || beside === undefined) return false;
  const [place, next] = [placeOf(spec, below), placeOf(spec, beside)];
  return (
    place !== undefined &&
    next === place + 1 &&
    isRightMost(spec, left.slice(0, left.length - 1 - shared)) &&
    isLeftMost(spec, right.slice(0, right.length - 1 - shared))
  );
}

/** Whether all children to the left of the one that this step goes through are empty. */
export function leftBranchesAreEmpty(spec: InnerSpec, step: InnerOp): boolean {
  const place = placeOf(spec, step);
  if (place === undefined || place === 0) return false;
  const own = step.prefix.length - place * spec.childSize;
  return own >= 0 && areEmpty(spec, step.prefix.subarray(own), place);
}

/** Whether all children to the right of the one that this step goes through are empty. */
export function rightBranchesAreEmpty(spec: InnerSpec, step: InnerOp): boolean {
  const place = placeOf(spec, step);
  if (place === undefined) return false;
  const count = spec.childOrder.length - 1 - place;
  const fits = step.suffix.length === count * spec.childSize;
  return count > 0 && fits && areEmpty(spec, step.suffix, count);
}

function areEmpty({ childSize, emptyChild }: InnerSpec, children: Uint8Array, count: number) {
  if (emptyChild.length !== childSize) return false;
  return Array.from({ length: count }, (_, index) => index * childSize).every((from) =>
    equalBytes(children.subarray(from, from + childSize), emptyChild),
  );
}

/** Which child this step goes through, told by how much lies before and after it. */
function placeOf(spec: InnerSpec, step: InnerOp): number | undefined {
  const place = spec.childOrder.findIndex((_, branch) => standsAt(spec, step, branch));
  return place < 0 ? undefined : place;
}

function standsAt(spec: InnerSpec, { prefix, suffix }: InnerOp, branch: number): boolean {
  const { childOrder, childSize, minPrefixLength, maxPrefixLength } = spec;
  const before = childOrder.indexOf(branch) * childSize;
  const after = (childOrder.length - 1) * childSize - before;
  return (
    prefix.length >= before + minPrefixLength &&
    prefix.length <= before + maxPrefixLength &&
    suffix.length === after
  );
}

function isSameStep(a: InnerOp | undefined, b: InnerOp | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return equalBytes(a.prefix, b.prefix) && equalBytes(a.suffix, b.suffix);
}
