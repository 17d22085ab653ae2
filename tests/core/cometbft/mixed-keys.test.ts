/** Validators with secp256k1 keys, alone and among Ed25519 ones. */
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { describe, expect, it } from 'vitest';
import { encodeUtf8, formatHex } from '#core/bytes/index.ts';
import {
  batchVerifier,
  BLOCK_ID_FLAG,
  formatValidator,
  parseValidators,
  timestampOf,
  validatorAddress,
  verifyCommitLight,
  verifyVotes,
  voteSignBytes,
  type Commit,
  type CommitSig,
  type Validator,
} from '#core/cometbft/index.ts';
import { Ed25519Batch, sha256 } from '#core/crypto/index.ts';
import { castVote, CHAIN_ID, member, members } from '../../support/chain-builder.ts';
import { instantiate } from '../../support/wasm.ts';

const hash = sha256(encodeUtf8('a block'));
const DRAFT = { height: 7, round: 0, blockId: { hash, parts: { total: 1, hash } } };
const TIME = timestampOf(1_767_225_610_000_000_001n);

interface Signer {
  readonly validator: Validator;
  readonly vote: () => CommitSig;
}

function signer(name: string): Signer {
  const secret = sha256(encodeUtf8(`secp256k1 ${name}`));
  const key = { type: 'secp256k1', bytes: secp256k1.getPublicKey(secret, true) } as const;
  const validator = { address: validatorAddress(key), key, power: 10n };
  const slot = { flag: BLOCK_ID_FLAG.commit, timestamp: TIME };
  const message = voteSignBytes(CHAIN_ID, DRAFT, slot);
  const vote = () => ({
    ...slot,
    address: validator.address,
    signature: secp256k1.sign(message, secret),
  });
  return { validator, vote };
}

const signers = ['a', 'b', 'c', 'd'].map(signer);
const edwards = members(4).map((one): Signer => ({
  validator: one.validator,
  vote: () => castVote({ chainId: CHAIN_ID, time: TIME }, DRAFT, one),
}));
const MIXED = signers.flatMap((one, index) => [one, edwards[index] ?? one]);
const commitBy = (set: readonly Signer[]): Commit => ({
  ...DRAFT,
  signatures: set.map(({ vote }) => vote()),
});
const setOf = (set: readonly Signer[]) => set.map(({ validator }) => validator);
const random = (size: number) =>
  Uint8Array.from({ length: size }, (_, index) => (index * 37 + 11) & 255);
const rules = [
  ['one by one', { chainId: CHAIN_ID, verifyVotes, allSignatures: true }],
  [
    'together',
    {
      chainId: CHAIN_ID,
      verifyVotes: batchVerifier(new Ed25519Batch(instantiate, random)),
      allSignatures: true,
    },
  ],
] as const;

/** The same signature with n − S in place of S: mathematically right, and refused. */
function withHighS(slot: CommitSig): CommitSig {
  const { r, s } = secp256k1.Signature.fromBytes(slot.signature);
  const high = new secp256k1.Signature(r, secp256k1.Point.Fn.ORDER - s);
  return { ...slot, signature: high.toBytes() };
}

describe('a secp256k1 validator', () => {
  it('has the address that Bitcoin gives to its compressed key', () => {
    const one = new Uint8Array(32);
    one[31] = 1;
    const key = { type: 'secp256k1', bytes: secp256k1.getPublicKey(one, true) } as const;
    expect(formatHex(validatorAddress(key))).toBe('751e76e8199196d454941c45d1b3a323f1433bd6');
  });

  it('comes through the JSON of a node unchanged', () => {
    const set = setOf(signers);
    expect(parseValidators(set.map(formatValidator))).toEqual(set);
  });

  it.each(['cometbft/PubKeyBls12_381', 'cometbft/PubKeyMlDsa65', 'tendermint/PubKeySecp256k1eth'])(
    'is never one with a key of type %s, which is refused as unsupported',
    (type) => {
      const [first = formatValidator(member('x').validator), ...rest] =
        setOf(signers).map(formatValidator);
      const odd = { ...first, pub_key: { ...first.pub_key, type } };
      expect(() => parseValidators([...rest, odd])).toThrow(
        expect.objectContaining({ code: 'cometbft/unsupported-key' }),
      );
    },
  );
});

describe.each(rules)('votes of secp256k1 keys, %s,', (_, rule) => {
  it('carry a commit alone', async () => {
    await verifyCommitLight(setOf(signers), commitBy(signers), rule);
  });

  it('carry a commit among Ed25519 votes', async () => {
    await verifyCommitLight(setOf(MIXED), commitBy(MIXED), rule);
  });

  it.each([0, 1, 6, 7])('are refused if one of a mixed set is changed (%i)', async (culprit) => {
    const commit = commitBy(MIXED);
    const signatures = commit.signatures.map((slot, index) =>
      index === culprit ? { ...slot, signature: flip(slot.signature) } : slot,
    );
    await refused({ ...commit, signatures }, MIXED, rule);
  });

  it('are refused with high S', async () => {
    const commit = commitBy(signers);
    const [first, ...rest] = commit.signatures;
    if (first === undefined) throw new Error('no vote');
    await refused({ ...commit, signatures: [withHighS(first), ...rest] }, signers, rule);
  });
});

async function refused(commit: Commit, set: readonly Signer[], rule: (typeof rules)[number][1]) {
  await expect(verifyCommitLight(setOf(set), commit, rule)).rejects.toMatchObject({
    code: 'cometbft/bad-signature',
  });
}

function flip(signature: Uint8Array): Uint8Array {
  return signature.map((byte, index) => (index === 10 ? byte ^ 1 : byte));
}
