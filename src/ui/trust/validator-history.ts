/** Who held how much power when: one row for each validator, as far as verified headers show it. */

/** The set that a verified header was decided by. */
export interface SetAt {
  readonly height: number;
  readonly members: readonly { readonly address: string; readonly power: bigint }[];
}

/** One stretch of heights with one power; shares are of the whole row, 0 to 1. */
export interface PowerSpan {
  readonly from: number;
  readonly to: number;
  readonly power: bigint;
  readonly start: number;
  readonly end: number;
}

export interface ValidatorRow {
  readonly address: string;
  readonly spans: readonly PowerSpan[];
  /** Absent from the newest set. */
  readonly left: boolean;
}

/** What changed at a verified height, compared with the verified header before it. */
export interface SetChange {
  readonly height: number;
  readonly joined: readonly string[];
  readonly left: readonly string[];
  readonly altered: readonly string[];
}

/** Ascending sets; present members first, in the order of the newest set. */
export function validatorRows(sets: readonly SetAt[]): readonly ValidatorRow[] {
  const ascending = [...sets].sort((a, b) => a.height - b.height);
  const [first, last] = [ascending[0], ascending.at(-1)];
  if (first === undefined || last === undefined) return [];
  const addresses = new Set(
    [last, ...ascending].flatMap(({ members }) => members.map(({ address }) => address)),
  );
  const share = (height: number) =>
    last.height === first.height ? 1 : (height - first.height) / (last.height - first.height);
  return [...addresses].map((address) => ({
    address,
    spans: spansOf(ascending, address).map((span) => ({
      ...span,
      start: last.height === first.height ? 0 : share(span.from),
      end: share(span.to),
    })),
    left: powerIn(last, address) === undefined,
  }));
}

/** Only heights at which something changed. */
export function setChanges(sets: readonly SetAt[]): readonly SetChange[] {
  const ascending = [...sets].sort((a, b) => a.height - b.height);
  return ascending.slice(1).flatMap((after, index) => {
    const before = ascending[index];
    const change = before === undefined ? undefined : changeBetween(before, after);
    return change === undefined ? [] : [change];
  });
}

function changeBetween(before: SetAt, after: SetAt): SetChange | undefined {
  const joined = addressesOf(after).filter((address) => powerIn(before, address) === undefined);
  const left = addressesOf(before).filter((address) => powerIn(after, address) === undefined);
  const altered = addressesOf(after).filter((address) => {
    const power = powerIn(before, address);
    return power !== undefined && power !== powerIn(after, address);
  });
  if (joined.length + left.length + altered.length === 0) return undefined;
  return { height: after.height, joined, left, altered };
}

function spansOf(sets: readonly SetAt[], address: string) {
  const spans: { from: number; to: number; power: bigint }[] = [];
  let open: { from: number; to: number; power: bigint } | undefined;
  for (const set of sets) {
    const power = powerIn(set, address);
    // What a header shows holds until the next verified one says otherwise.
    if (open !== undefined) open.to = set.height;
    if (open?.power === power) continue;
    open = power === undefined ? undefined : { from: set.height, to: set.height, power };
    if (open !== undefined) spans.push(open);
  }
  return spans;
}

function addressesOf({ members }: SetAt): string[] {
  return members.map(({ address }) => address);
}

function powerIn({ members }: SetAt, address: string): bigint | undefined {
  return members.find((member) => member.address === address)?.power;
}
