/** The rules around the votes: header, order, time, validator set. */
import { describe, expect, it } from 'vitest';
import {
  verifyLightBlock,
  verifyStep,
  verifyValidatorSet,
  verifyVotes,
  timeNs,
  type Header,
  type LightBlock,
  type StepRules,
  type Validator,
  type VoteVerifier,
} from '#core/cometbft/index.ts';
import { buildChain, CHAIN_ID, inOrder, member, members } from '../../support/chain-builder.ts';

const CHAIN = buildChain({ length: 5 });
const [FIRST, SECOND, , , FIFTH] = CHAIN;
if (FIRST === undefined || SECOND === undefined || FIFTH === undefined) throw new Error('no chain');

const rules: StepRules = {
  chainId: CHAIN_ID,
  trustLevel: { numerator: 2, denominator: 3 },
  trustingPeriodNs: 3_600_000_000_000n,
  clockDriftNs: 10_000_000_000n,
  nowNs: timeNs(FIFTH.header.time) + 1_000_000_000n,
  verifyVotes,
  trustedSet: 'next',
};
const refused = (action: Promise<void>, code: string) =>
  expect(action).rejects.toMatchObject({ code });
const withHeader = (block: LightBlock, change: Partial<Header>): LightBlock => ({
  ...block,
  header: { ...block.header, ...change },
});
const flip = (bytes: Uint8Array) => bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte));

describe('a changed header', () => {
  const { header } = FIFTH;
  const changes: readonly [string, Partial<Header>, string][] = [
    ['version', { version: { block: 11n, app: 2n } }, 'cometbft/wrong-block-id'],
    ['chain id', { chainId: 'another-chain' }, 'cometbft/other-chain'],
    ['height', { height: 6 }, 'cometbft/wrong-commit-height'],
    ['time', { time: { ...header.time, nanos: 1 } }, 'cometbft/wrong-block-id'],
    [
      'last block id',
      { lastBlockId: { ...header.lastBlockId, hash: flip(header.lastBlockId.hash) } },
      'cometbft/wrong-block-id',
    ],
    ...(
      [
        'lastCommitHash',
        'dataHash',
        'validatorsHash',
        'nextValidatorsHash',
        'consensusHash',
        'appHash',
        'lastResultsHash',
        'evidenceHash',
        'proposerAddress',
      ] as const
    ).map((field): [string, Partial<Header>, string] => [
      field,
      { [field]: flip(header[field]) },
      'cometbft/wrong-block-id',
    ]),
  ];

  it('has fourteen fields, all of them tried', () => {
    expect(changes).toHaveLength(14);
  });

  it.each(changes)('%s is refused', (_, change, code) => {
    const verify = () => {
      verifyLightBlock(withHeader(FIFTH, change), CHAIN_ID);
    };
    expect(verify).toThrow(expect.objectContaining({ code }));
  });

  it('without validators is refused', () => {
    const verify = () => {
      verifyLightBlock(withHeader(FIFTH, { validatorsHash: new Uint8Array() }), CHAIN_ID);
    };
    expect(verify).toThrow(expect.objectContaining({ code: 'cometbft/no-validators-hash' }));
  });

  it('of another block protocol is refused, unless that is asked for', () => {
    const [old] = buildChain({
      length: 1,
      alter: (built) => ({ ...built, version: { block: 10n, app: 0n } }),
    });
    if (old === undefined) throw new Error('no block');
    expect(() => {
      verifyLightBlock(old, CHAIN_ID);
    }).toThrow(expect.objectContaining({ code: 'cometbft/unsupported-version' }));
    expect(() => {
      verifyLightBlock(old, CHAIN_ID, 10n);
    }).not.toThrow();
  });

  it('at height zero is refused', () => {
    const zero = withHeader(FIFTH, { height: 0 });
    const verify = () => {
      verifyLightBlock(zero, CHAIN_ID);
    };
    expect(verify).toThrow(expect.objectContaining({ code: 'cometbft/wrong-height' }));
  });

  it('with other validators supplied is refused', () => {
    const verify = () => {
      verifyLightBlock({ ...FIFTH, validators: FIFTH.validators.slice(1) }, CHAIN_ID);
    };
    expect(verify).toThrow(expect.objectContaining({ code: 'cometbft/wrong-validators-hash' }));
  });
});

describe('the validators of a block', () => {
  it('are refused when an address was edited, which the hash does not show', () => {
    const [one, ...others] = FIFTH.validators;
    if (one === undefined) throw new Error('no validator');
    const edited = { ...one, address: member('stranger').validator.address };
    const verify = () => {
      verifyLightBlock({ ...FIFTH, validators: [edited, ...others] }, CHAIN_ID);
    };
    expect(verify).toThrow(expect.objectContaining({ code: 'cometbft/wrong-address' }));
  });
});

describe('a step', () => {
  it('stands, adjacent and over a gap', async () => {
    await verifyStep(FIRST, SECOND, rules);
    await verifyStep(FIRST, FIFTH, rules);
  });

  it('does not go back or stay', async () => {
    await refused(verifyStep(FIFTH, SECOND, rules), 'cometbft/wrong-height');
    await refused(verifyStep(FIFTH, FIFTH, rules), 'cometbft/wrong-height');
  });

  it('does not go back in time', async () => {
    const chain = buildChain({
      length: 3,
      alter: (header) => (header.height === 3 ? { ...header, time: FIRST.header.time } : header),
    });
    const [, trusted, untrusted] = chain;
    if (trusted === undefined || untrusted === undefined) throw new Error('no chain');
    await refused(verifyStep(trusted, untrusted, rules), 'cometbft/time-not-increasing');
  });

  it('expires at the end of the trusting period, not before', async () => {
    const end = timeNs(FIRST.header.time) + rules.trustingPeriodNs;
    await refused(verifyStep(FIRST, FIFTH, { ...rules, nowNs: end }), 'cometbft/expired');
    await verifyStep(FIRST, FIFTH, { ...rules, nowNs: end - 1n });
  });

  it('refuses a header at the permitted drift, and takes one below it', async () => {
    const nowNs = timeNs(FIFTH.header.time) - rules.clockDriftNs;
    await refused(verifyStep(FIRST, FIFTH, { ...rules, nowNs }), 'cometbft/from-future');
    await verifyStep(FIRST, FIFTH, { ...rules, nowNs: nowNs + 1n });
  });

  it('to the next height needs the validators that were named', async () => {
    const chain = buildChain({
      length: 2,
      prefix: CHAIN.slice(0, 1),
      membersAt: () => members(4, 'other'),
    });
    const [, other] = chain;
    if (other === undefined) throw new Error('no block');
    await refused(verifyStep(FIRST, other, rules), 'cometbft/wrong-next-validators-hash');
  });

  it('over a gap needs the trusted set, the next one where it is known', async () => {
    const [first, second] = [members(4, 'a'), members(4, 'b')];
    const third = [...second, member('c')];
    const membersAt = (height: number) => (height === 1 ? first : height < 4 ? second : third);
    const [trusted, , , untrusted] = buildChain({ length: 4, membersAt });
    if (trusted === undefined || untrusted === undefined) throw new Error('no chain');
    await verifyStep(trusted, untrusted, rules);
    const unknown = { ...trusted, nextValidators: [] };
    await refused(verifyStep(unknown, untrusted, rules), 'cometbft/not-enough-trust');
    const asGo: StepRules = { ...rules, trustedSet: 'current' };
    await refused(verifyStep(trusted, untrusted, asGo), 'cometbft/not-enough-trust');
  });

  it('does not look votes up by an edited address', async () => {
    const sets = [members(4), members(5)] as const;
    const chain = buildChain({ length: 4, membersAt: (height) => sets[height < 3 ? 0 : 1] });
    const [, trusted, , untrusted] = chain;
    const [one, ...others] = trusted?.nextValidators ?? [];
    if (trusted === undefined || untrusted === undefined || one === undefined) throw new Error();
    await verifyStep(trusted, untrusted, rules);
    const edited = { ...one, address: member('stranger').validator.address };
    const lying = { ...trusted, nextValidators: [edited, ...others] };
    await refused(verifyStep(lying, untrusted, rules), 'cometbft/wrong-address');
  });

  it('takes the trusted set itself where its header names no other one', async () => {
    const { header } = FIRST;
    expect(header.nextValidatorsHash).toEqual(header.validatorsHash);
    await verifyStep({ ...FIRST, nextValidators: [] }, FIFTH, rules);
  });

  it('names what is wrong with the set of a block before what is wrong with its votes', async () => {
    const silent: VoteVerifier = (votes) => Promise.resolve(votes.map(() => false));
    const other = { ...FIFTH, validators: FIFTH.validators.slice(1) };
    const withSilent = { ...rules, verifyVotes: silent };
    await refused(verifyStep(FIRST, other, withSilent), 'cometbft/wrong-validators-hash');
    await refused(verifyStep(FIRST, FIFTH, withSilent), 'cometbft/bad-signature');
  });

  it('asks for the votes before it hashes the set of the block', async () => {
    let hashed = false;
    const validators = new Proxy(FIFTH.validators, {
      get(target, name, receiver) {
        hashed = true;
        return Reflect.get(target, name, receiver) as unknown;
      },
    });
    const watching: VoteVerifier = (votes) => {
      expect(hashed).toBe(false);
      return verifyVotes(votes);
    };
    await verifyStep(FIRST, { ...FIFTH, validators }, { ...rules, verifyVotes: watching });
    expect(hashed).toBe(true);
  });

  it('verifies no vote twice', async () => {
    let calls = 0;
    const counting: VoteVerifier = (votes) => {
      calls += votes.length;
      return verifyVotes(votes);
    };
    await verifyStep(FIRST, FIFTH, { ...rules, verifyVotes: counting });
    expect(calls).toBe(3);
  });

  it('does not run outside the permitted trust levels', async () => {
    const low: StepRules = { ...rules, trustLevel: { numerator: 1, denominator: 4 } };
    await refused(verifyStep(FIRST, FIFTH, low), 'cometbft/bad-trust-level');
  });
});

describe('a validator set', () => {
  const set = inOrder(members(4)).map(({ validator }) => validator);
  const [one = member('x').validator, two = one] = set;
  const power = (value: bigint): Validator[] => [{ ...one, power: value }];

  it.each([
    ['with an edited address', [{ ...one, address: two.address }], 'cometbft/wrong-address'],
    ['with a member twice', [...set, one], 'cometbft/duplicate-validator'],
    ['with negative power', power(-1n), 'cometbft/bad-power'],
    ['with more power than an eighth of int64', power(2n ** 60n), 'cometbft/bad-power'],
    ['of 10,001', Array<Validator>(10_001).fill(one), 'cometbft/too-many-validators'],
  ])('%s is refused', (_, validators, code) => {
    const verify = () => {
      verifyValidatorSet(validators);
    };
    expect(verify).toThrow(expect.objectContaining({ code }));
  });

  it('may hold the greatest power', () => {
    expect(() => {
      verifyValidatorSet(power(2n ** 60n - 1n));
    }).not.toThrow();
  });
});
