import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  CLAIMS_KEY,
  claimSignBytes,
  decodeClaimEntry,
  decodeLeafAnswer,
  decodeLeafQuery,
  decodeRecordEntry,
  decodeRegistry,
  encodeLeafAnswer,
  encodeLeafQuery,
  RegistryError,
  verifyClaim,
  verifyLogLeaf,
  applyTx,
  signTx,
  type Claim,
  type RegistryState,
  type TxBody,
} from '#core/registry/index.ts';
import { batchOf, CHAIN, es256, nameOf, seed, submit, THREE, withIssuer } from './departments.ts';

const HOSPITAL = 'verifier/hospital';
const key = es256('hospital-1');
const secret = seed('claim of an invoice');
const claimKey = ed25519.getPublicKey(secret);

/** One issuer `tax`, one verifier `hospital`. */
async function withVerifier(): Promise<RegistryState> {
  const entry = {
    name: nameOf('hospital'),
    key: { kid: 'hospital-1', alg: 'ES256', publicKey: key.publicKey },
    purposes: [],
  } as const;
  const body: TxBody = { kind: 'set-verifier', verifier: 'hospital', entry };
  return (await submit(await withIssuer(), 'governance', THREE, body, 2)).state;
}

function claim(change: Partial<Claim> = {}, chainId = CHAIN): TxBody {
  const what = { claimant: 'hospital', purpose: 'reimbursement', ...change };
  const proof = ed25519.sign(claimSignBytes(chainId, what), secret);
  return { kind: 'claim', key: claimKey, proof, ...what };
}

const codeOf = async (body: TxBody, signer = HOSPITAL, signers = [key]) =>
  (await submit(await withVerifier(), signer, signers, body, 5)).code;

describe('a claim', () => {
  it('is a leaf of its log, with height and time of the block', async () => {
    const { state, kept, code } = await submit(await withVerifier(), HOSPITAL, [key], claim(), 5);
    expect(code).toBe('ok');
    if (kept?.kind !== 'leaf') throw new Error('a leaf is kept');
    expect(kept.claim).toEqual(claimKey);
    const held = { key: claimKey, claimant: 'hospital', purpose: 'reimbursement' };
    expect(decodeClaimEntry(kept.leaf)).toEqual({ ...held, height: 5, timeMs: 5000 });
    const head = decodeRegistry(state.entries).logs.get(CLAIMS_KEY);
    if (head === undefined) throw new Error('the log has a head');
    const leaf = { index: 0, size: 1, leaf: kept.leaf, path: [] };
    expect(verifyClaim(head, claimKey, leaf).claimant).toBe('hospital');
    expect(() => verifyClaim(head, seed('other'), leaf)).toThrow(RegistryError);
    const longer = { ...leaf, size: 2 };
    expect(() => {
      verifyLogLeaf(head, longer);
    }).toThrow(expect.objectContaining({ code: 'registry/log-mismatch' }));
  });

  it('is refused where somebody was first', async () => {
    const content = { chainId: CHAIN, signer: HOSPITAL, sequence: 0, body: claim() };
    const tx = await signTx(content, [key]);
    const isClaimed = (asked: Uint8Array) => asked.every((byte, at) => byte === claimKey[at]);
    const state = await withVerifier();
    const outcome = applyTx(state, tx, { height: 5, timeMs: 5 }, isClaimed);
    expect(outcome).toEqual({ state, code: 'registry/claimed' });
  });

  it('is refused unless its own key signed who claims it, for what, and where', async () => {
    const genuine = claim();
    const refusal = 'registry/bad-signature';
    expect(await codeOf({ ...genuine, purpose: 'other' } as TxBody)).toBe(refusal);
    expect(await codeOf({ ...genuine, key: seed('other') } as TxBody)).toBe(refusal);
    expect(await codeOf(claim({}, 'another-chain'))).toBe(refusal);
  });

  it('is made by the party that signs, in its own name', async () => {
    expect(await codeOf(claim({ claimant: 'other' }))).toBe('registry/no-right');
    expect(await codeOf(claim({ claimant: 'tax' }), 'issuer/tax', [es256('tax-1')])).toBe('ok');
    expect(await codeOf(claim(), 'governance', [...THREE] as never)).toBe('registry/no-right');
    expect(await codeOf(claim(), 'verifier/nobody')).toBe('registry/verifier-unknown');
    expect(await codeOf(claim(), HOSPITAL, [es256('tax-1')])).toBe('registry/unknown-signer');
  });
});

describe('a record', () => {
  it.each(['evidence', 'consents'] as const)('is a leaf of the log %s', async (log) => {
    const digest = seed('what was recorded');
    const body: TxBody = { kind: 'append-record', log, digest };
    const { state, kept } = await submit(await withVerifier(), HOSPITAL, [key], body, 5);
    if (kept?.kind !== 'leaf') throw new Error('a leaf is kept');
    const record = { signer: HOSPITAL, digest, height: 5, timeMs: 5000 };
    expect(decodeRecordEntry(kept.leaf)).toEqual(record);
    expect(decodeRegistry(state.entries).logs.get(log)?.size).toBe(1);
  });

  it('is all else that a verifier may write', async () => {
    expect(await codeOf(batchOf('tax'))).toBe('registry/no-right');
    expect(await codeOf(batchOf('hospital'))).toBe('registry/no-right');
  });
});

describe('the answer of a node about a leaf', () => {
  it('is read back, or refused, whatever its bytes are', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(
        fc.nat(),
        fc.uint8Array({ minLength: 1, maxLength: 512 }),
        fc.array(hash, { maxLength: 53 }),
        (index, leaf, path) => {
          const answer = { index, size: index + 1, leaf, path };
          expect(decodeLeafAnswer(encodeLeafAnswer(answer))).toEqual(answer);
        },
      ),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(() => decodeLeafAnswer(bytes)).toThrow(RegistryError);
      }),
    );
  });

  it('is asked for by the name of a log', () => {
    for (const log of ['log/tax', 'claims', 'evidence', 'consents']) {
      expect(decodeLeafQuery(encodeLeafQuery({ log, index: 7 }))).toEqual({ log, index: 7 });
    }
    expect(() => encodeLeafQuery({ log: 'governance', index: 0 })).toThrow(RegistryError);
    expect(() => encodeLeafQuery({ log: 'log/claims', index: 0 })).toThrow(RegistryError);
  });
});
