/** Thresholds and tampering, each refusal for its own reason. */
import { describe, expect, it } from 'vitest';
import { concatBytes } from '#core/bytes/index.ts';
import {
  BLOCK_ID_FLAG,
  GO_ZERO_TIME,
  verifyCommitLight,
  verifyCommitTrusting,
  verifyVotes,
  type BlockIdFlag,
  type Commit,
  type CommitSig,
} from '#core/cometbft/index.ts';
import { castVote, CHAIN_ID, inOrder, members, type Member } from '../../support/chain-builder.ts';

const rules = { chainId: CHAIN_ID, verifyVotes };
const HEADER = { chainId: CHAIN_ID, time: { seconds: 1_767_225_600n, nanos: 5 } };
const blockId = { hash: new Uint8Array(32).fill(7), parts: { total: 1, hash: new Uint8Array(32) } };
const DRAFT: Commit = { height: 9, round: 0, blockId, signatures: [] };
const { absent, commit: forBlock, nil } = BLOCK_ID_FLAG;

function commitBy(set: readonly Member[], flags: readonly BlockIdFlag[], draft = DRAFT): Commit {
  const signatures = flags.flatMap((flag, index) => {
    const one = set[index];
    return one === undefined ? [] : castVote(HEADER, draft, one, flag);
  });
  return { ...draft, signatures };
}

const validatorsOf = (set: readonly Member[]) => set.map(({ validator }) => validator);
const ok = (action: Promise<void>) => expect(action).resolves.toBeUndefined();
const refused = (action: Promise<void>, code: string) =>
  expect(action).rejects.toMatchObject({ code });

const FOUR = inOrder(members(4));
const VALIDATORS = validatorsOf(FOUR);
const ALL = commitBy(FOUR, [forBlock, forBlock, forBlock, forBlock]);

/** The commit with one slot changed. */
function withSlot(index: number, change: (slot: CommitSig) => CommitSig, from = ALL): Commit {
  return {
    ...from,
    signatures: from.signatures.map((slot, at) => (at === index ? change(slot) : slot)),
  };
}

describe('the threshold of two thirds', () => {
  const NINE = inOrder(members(9));
  it.each([
    [7, true],
    [6, false],
  ])('with %i of nine for the block: %s', async (count, enough) => {
    const flags = NINE.map((_, index) => (index < count ? forBlock : absent));
    const verified = verifyCommitLight(validatorsOf(NINE), commitBy(NINE, flags), rules);
    await (enough ? ok(verified) : refused(verified, 'cometbft/not-enough-power'));
  });

  it('does not count votes for nil', async () => {
    const commit = commitBy(FOUR, [forBlock, forBlock, nil, nil]);
    await refused(verifyCommitLight(VALIDATORS, commit, rules), 'cometbft/not-enough-power');
  });

  it('passes over nil and absent slots once enough others voted', async () => {
    await ok(
      verifyCommitLight(VALIDATORS, commitBy(FOUR, [nil, forBlock, forBlock, forBlock]), rules),
    );
  });

  it('is not reached by nobody', async () => {
    const nobody = verifyCommitLight([], { ...ALL, signatures: [] }, rules);
    await refused(nobody, 'cometbft/not-enough-power');
  });
});

describe('tampering with a commit', () => {
  const light = (commit: Commit, chainId = CHAIN_ID) =>
    verifyCommitLight(VALIDATORS, commit, { chainId, verifyVotes });

  it('stands as a genuine commit', async () => {
    await ok(light(ALL));
  });

  it.each([
    ['another round', { ...ALL, round: 1 }],
    ['another height', { ...ALL, height: 10 }],
    ['another block', { ...ALL, blockId: { ...blockId, hash: new Uint8Array(32).fill(8) } }],
    [
      'another part set',
      { ...ALL, blockId: { ...blockId, parts: { total: 1, hash: new Uint8Array(32).fill(1) } } },
    ],
    [
      'another number of parts',
      { ...ALL, blockId: { ...blockId, parts: { total: 2, hash: new Uint8Array(32) } } },
    ],
    ['a timestamp one nanosecond later', withSlot(0, later(1))],
    ['a timestamp one nanosecond earlier', withSlot(0, later(-1))],
    [
      'a byte behind the signature',
      withSlot(0, (slot) => withSignature(slot, concatBytes(slot.signature, Uint8Array.of(0)))),
    ],
    [
      'S increased by the order of the group',
      withSlot(0, (slot) => withSignature(slot, plusL(slot.signature))),
    ],
    [
      'a vote for nil passed off as one for the block',
      withSlot(0, () => ({ ...castVote(HEADER, DRAFT, first(), nil), flag: forBlock })),
    ],
  ])('%s is a bad signature', async (_, commit) => {
    await refused(light(commit), 'cometbft/bad-signature');
  });

  it('votes for another chain are bad signatures', async () => {
    await refused(light(ALL, 'another-chain'), 'cometbft/bad-signature');
  });

  it('swapped slots are refused', async () => {
    const [a, b, ...rest] = ALL.signatures;
    if (a === undefined || b === undefined) throw new Error('no votes');
    await refused(light({ ...ALL, signatures: [b, a, ...rest] }), 'cometbft/wrong-signer');
  });

  it('a vote that occurs twice is refused', async () => {
    const [a, , ...rest] = ALL.signatures;
    if (a === undefined) throw new Error('no votes');
    await refused(light({ ...ALL, signatures: [a, a, ...rest] }), 'cometbft/wrong-signer');
  });

  it.each([-1, 1])('a number of slots off by %i is refused', async (difference) => {
    const [extra = ALL.signatures[0]] = ALL.signatures;
    const signatures =
      difference < 0 ? ALL.signatures.slice(1) : [...ALL.signatures, ...(extra ? [extra] : [])];
    await refused(light({ ...ALL, signatures }), 'cometbft/wrong-signature-count');
  });

  it('a bad vote behind the threshold passes, and is found when all are asked for', async () => {
    const commit = withSlot(3, later(1));
    await ok(light(commit));
    const all = verifyCommitLight(VALIDATORS, commit, { ...rules, allSignatures: true });
    await refused(all, 'cometbft/bad-signature');
  });
});

describe('the trusted set', () => {
  const third = { numerator: 1, denominator: 3 };
  const trusting = (set: readonly Member[], commit: Commit) =>
    verifyCommitTrusting(validatorsOf(set), commit, third, rules);

  it.each([
    [2, true],
    [1, false],
  ])('of three is trusted at a third with %i signing: %s', async (known, enough) => {
    const three = [...FOUR.slice(0, known), ...members(3 - known, 'gone')];
    await (enough
      ? ok(trusting(three, ALL))
      : refused(trusting(three, ALL), 'cometbft/not-enough-trust'));
  });

  it('refuses a member that votes twice', async () => {
    const [a] = ALL.signatures;
    if (a === undefined) throw new Error('no votes');
    const commit = { ...ALL, signatures: [a, a] };
    await refused(trusting(FOUR, commit), 'cometbft/double-vote');
  });

  it('refuses a bad vote of a member', async () => {
    await refused(trusting(FOUR, withSlot(0, later(1))), 'cometbft/bad-signature');
  });

  it('does not count nil', async () => {
    const commit = commitBy(FOUR, [nil, nil, nil, forBlock]);
    await refused(trusting(FOUR, commit), 'cometbft/not-enough-trust');
  });
});

describe('votes', () => {
  it('answer false for keys and signatures of a wrong length', async () => {
    const [slot] = ALL.signatures;
    const key = VALIDATORS[0]?.key;
    if (slot === undefined || key === undefined) throw new Error('no votes');
    const { signature } = slot;
    const message = new Uint8Array();
    const votes = [
      { key: { ...key, bytes: key.bytes.slice(1) }, message, signature },
      { key, message, signature: signature.slice(1) },
      { key: { ...key, type: 'secp256k1' as const }, message, signature },
    ];
    expect(await verifyVotes(votes)).toEqual([false, false, false]);
  });

  it('are empty in absent slots', () => {
    expect(castVote(HEADER, DRAFT, first(), absent)).toEqual({
      flag: absent,
      address: new Uint8Array(),
      timestamp: GO_ZERO_TIME,
      signature: new Uint8Array(),
    });
  });
});

function first(): Member {
  const [one] = FOUR;
  if (one === undefined) throw new Error('no member');
  return one;
}

function later(nanos: number) {
  return (slot: CommitSig): CommitSig => ({
    ...slot,
    timestamp: { ...slot.timestamp, nanos: slot.timestamp.nanos + nanos },
  });
}

function withSignature(slot: CommitSig, signature: Uint8Array): CommitSig {
  return { ...slot, signature };
}

/** The same S modulo the order, spelled with a larger number. */
function plusL(signature: Uint8Array): Uint8Array {
  const L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const s = signature.slice(32).reduceRight((value, byte) => value * 256n + BigInt(byte), 0n) + L;
  const bytes = Uint8Array.from({ length: 32 }, (_, index) =>
    Number((s >> BigInt(8 * index)) & 255n),
  );
  return concatBytes(signature.slice(0, 32), bytes);
}
