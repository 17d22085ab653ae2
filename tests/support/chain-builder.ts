/** Signed chains for tests: deterministic keys, genuine hashes and votes, no clock. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { encodeUtf8, formatHex } from '#core/bytes/index.ts';
import {
  SourceError,
  type ConsortiumProfile,
  type LightBlockSource,
  type LightStore,
} from '#core/chain/index.ts';
import {
  BLOCK_ID_FLAG,
  GO_ZERO_TIME,
  hashCommit,
  hashHeader,
  headerFacts,
  hashValidators,
  sortValidators,
  timeNs,
  timestampOf,
  validatorAddress,
  voteSignBytes,
  type BlockId,
  type BlockIdFlag,
  type Commit,
  type CommitSig,
  type Header,
  type LightBlock,
  type Validator,
} from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { merkleRoot } from '#core/merkle/index.ts';

export const CHAIN_ID = 'lightseal-test-1';
/** Time of block 1: 2026-01-01T00:00:10Z; the others follow every ten seconds. */
export const FIRST_TIME_NS = 1_767_225_610_000_000_000n;
export const STEP_NS = 10_000_000_000n;

const NOTHING = new Uint8Array();
const NO_BLOCK: BlockId = { hash: NOTHING, parts: { total: 0, hash: NOTHING } };

/** A validator with its secret key. */
export interface Member {
  readonly secretKey: Uint8Array;
  readonly validator: Validator;
}

/** The member whose key is derived from `name`: the same on every run. */
export function member(name: string, power = 10n): Member {
  const secretKey = sha256(encodeUtf8(`validator ${name}`));
  const key = { type: 'ed25519', bytes: ed25519.getPublicKey(secretKey) } as const;
  return { secretKey, validator: { address: validatorAddress(key), key, power } };
}

/** `count` members of equal power. */
export function members(count: number, prefix = 'v'): readonly Member[] {
  return Array.from({ length: count }, (_, index) => member(`${prefix}${index}`));
}

/** In the order in which a set is hashed. */
export function inOrder(set: readonly Member[]): readonly Member[] {
  const byAddress = new Map(set.map((one) => [formatHex(one.validator.address), one]));
  return sortValidators(set.map(({ validator }) => validator)).flatMap(
    ({ address }) => byAddress.get(formatHex(address)) ?? [],
  );
}

/** What differs from an ordinary chain. */
export interface ChainPlan {
  readonly length: number;
  readonly chainId?: string;
  /** The set that decides a height. */
  readonly membersAt?: (height: number) => readonly Member[];
  /** The last touch to a header, before it is hashed and voted for. */
  readonly alter?: (header: Header) => Header;
  readonly round?: number;
  /** What a member of the set does at a height; everybody votes for the block if not given. */
  readonly vote?: (member: Member, index: number, height: number) => BlockIdFlag;
  /** A chain to go on from; it is part of the result. */
  readonly prefix?: readonly LightBlock[];
}

const FOUR = members(4);

/** A chain from height 1; `chain[h - 1]` is the block of height `h`. */
export function buildChain(plan: ChainPlan): readonly LightBlock[] {
  const chain = [...(plan.prefix ?? [])];
  for (let height = chain.length + 1; height <= plan.length; height++) {
    chain.push(nextBlock(plan, chain.at(-1), height));
  }
  return chain;
}

function nextBlock(plan: ChainPlan, previous: LightBlock | undefined, height: number): LightBlock {
  const membersAt = plan.membersAt ?? (() => FOUR);
  const set = inOrder(membersAt(height));
  const next = inOrder(membersAt(height + 1));
  const header: Header = {
    version: { block: 11n, app: 1n },
    chainId: plan.chainId ?? CHAIN_ID,
    height,
    time: timestampOf(FIRST_TIME_NS + STEP_NS * BigInt(height - 1)),
    lastBlockId: previous?.commit.blockId ?? NO_BLOCK,
    lastCommitHash: hashCommit(previous?.commit.signatures ?? []),
    dataHash: merkleRoot([]),
    validatorsHash: hashValidators(set.map(({ validator }) => validator)),
    nextValidatorsHash: hashValidators(next.map(({ validator }) => validator)),
    consensusHash: sha256(encodeUtf8('params')),
    appHash: sha256(encodeUtf8(`state ${height - 1}`)),
    lastResultsHash: merkleRoot([]),
    evidenceHash: merkleRoot([]),
    proposerAddress: set[0]?.validator.address ?? NOTHING,
  };
  return seal(plan.alter?.(header) ?? header, set, next, {
    round: plan.round ?? 0,
    vote: (one, index) => plan.vote?.(one, index, height) ?? BLOCK_ID_FLAG.commit,
  });
}

/** Lets `set` vote for a header and packs the block. */
export function seal(
  header: Header,
  set: readonly Member[],
  next: readonly Member[],
  options: {
    readonly round?: number;
    readonly vote?: (member: Member, index: number) => BlockIdFlag;
  } = {},
): LightBlock {
  const hash = hashHeader(header);
  const commit: Commit = {
    height: header.height,
    round: options.round ?? 0,
    blockId: { hash, parts: { total: 1, hash: sha256(hash) } },
    signatures: [],
  };
  const signatures = set.map((one, index) =>
    castVote(header, commit, one, options.vote?.(one, index) ?? BLOCK_ID_FLAG.commit),
  );
  return {
    header,
    commit: { ...commit, signatures },
    validators: set.map(({ validator }) => validator),
    nextValidators: next.map(({ validator }) => validator),
  };
}

/** One slot of a commit, signed over `commit`. */
export function castVote(
  { chainId, time }: Pick<Header, 'chainId' | 'time'>,
  commit: Pick<Commit, 'height' | 'round' | 'blockId'>,
  { secretKey, validator }: Member,
  flag: BlockIdFlag = BLOCK_ID_FLAG.commit,
): CommitSig {
  if (flag === BLOCK_ID_FLAG.absent) {
    return { flag, address: NOTHING, timestamp: GO_ZERO_TIME, signature: NOTHING };
  }
  const timestamp = timestampOf(timeNs(time) + 1_000_000_001n);
  const message = voteSignBytes(chainId, commit, { flag, timestamp });
  const signature = ed25519.sign(message, secretKey);
  return { flag, address: validator.address, timestamp, signature };
}

/** A demo profile anchored in the first block of a chain. */
export function profileOf(
  chain: readonly LightBlock[],
  nodes: number,
  change: Partial<ConsortiumProfile> = {},
): ConsortiumProfile {
  const [anchor] = chain;
  if (anchor === undefined) throw new Error('an empty chain has no anchor');
  const name = { 'zh-CN': '示例联盟', en: 'Example consortium' };
  return {
    version: 1,
    demo: true,
    chainId: anchor.header.chainId,
    engine: 'cometbft',
    name,
    nodes: Array.from({ length: nodes }, (_, node) => ({ name, url: `http://node-${node}.test` })),
    anchor: { height: anchor.header.height, hash: formatHex(hashHeader(anchor.header)) },
    founders: [],
    trustLevel: { numerator: 2, denominator: 3 },
    trustingPeriodMs: 3_600_000,
    clockDriftMs: 10_000,
    issuers: [],
    policy: { maxTrustAgeMs: 3_600_000, maxStatusAgeMs: 3_600_000 },
    ...change,
  };
}

/** A node that serves a chain, and notes the heights of the light blocks it was asked for. */
export function sourceOf(
  chain: readonly LightBlock[],
): LightBlockSource<LightBlock> & { readonly asked: (number | 'latest')[] } {
  const asked: (number | 'latest')[] = [];
  return {
    asked,
    headers: (min, max) => {
      const within = chain.filter(({ header }) => header.height >= min && header.height <= max);
      const isWhole = within.length === max - min + 1;
      return isWhole
        ? Promise.resolve(within.map(({ header }) => headerFacts(header)))
        : Promise.reject(lacking(chain));
    },
    lightBlock: (height) => {
      asked.push(height);
      const found =
        height === 'latest' ? chain.at(-1) : chain.find((b) => b.header.height === height);
      return found === undefined ? Promise.reject(lacking(chain)) : Promise.resolve(found);
    },
  };
}

/** What a node says of a height that it does not have yet. */
export function lacking(chain: readonly LightBlock[]): SourceError {
  const nodeHeight = chain.at(-1)?.header.height;
  return new SourceError('source/too-high', 'no such height yet', { nodeHeight });
}

/** A node that is down. */
export function deadSource(): LightBlockSource<LightBlock> {
  return { lightBlock: () => Promise.reject(new SourceError('source/down', 'down')) };
}

/** A node that never answers. */
export function silentSource(): LightBlockSource<LightBlock> {
  return { lightBlock: () => new Promise(() => undefined) };
}

/** A store in memory. */
export function memoryStore(
  initial: readonly LightBlock[] = [],
): LightStore<LightBlock> & { readonly blocks: LightBlock[] } {
  const blocks = [...initial];
  const heightOf = ({ header }: LightBlock) => header.height;
  return {
    blocks,
    load: (height) => Promise.resolve(blocks.find((block) => heightOf(block) === height)),
    loadLatest: () => Promise.resolve(blocks.at(-1)),
    loadLowest: () => Promise.resolve(blocks[0]),
    loadBefore: (height) => Promise.resolve(blocks.findLast((block) => heightOf(block) < height)),
    save: (more) => {
      const byHeight = new Map([...blocks, ...more].map((block) => [heightOf(block), block]));
      blocks.splice(0, blocks.length, ...byHeight.values());
      blocks.sort((a, b) => heightOf(a) - heightOf(b));
      return Promise.resolve();
    },
    prune: (keep) => {
      blocks.splice(1, Math.max(0, blocks.length - 1 - keep));
      return Promise.resolve();
    },
  };
}
