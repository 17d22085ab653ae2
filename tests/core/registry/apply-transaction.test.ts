import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { encodeUtf8 } from '#core/bytes/index.ts';
import {
  applyTx,
  decodeIssuerEntry,
  decodeRegistry,
  decodeTx,
  encodeBatchEntry,
  encodeTx,
  issuerKey,
  logHead,
  nextSequence,
  registryRoot,
  signTx,
  LIMITS,
  type RegistryState,
} from '#core/registry/index.ts';
import {
  batchOf,
  CHAIN,
  es256,
  FOUNDERS,
  genesis,
  nameOf,
  nothingClaimed,
  setting,
  statusOf,
  submit,
  THREE,
  VCT,
  withIssuer,
} from './departments.ts';

const TAX = 'issuer/tax';
const taxKey = es256('tax-1');
const block = { height: 5, timeMs: 5000 };

function taxEntry(state: RegistryState) {
  return decodeIssuerEntry(state.entries.get(issuerKey('tax')) ?? new Uint8Array());
}

async function govern(state: RegistryState, change: Parameters<typeof setting>[1], height: number) {
  const body = { kind: 'set-issuer', issuer: 'tax', setting: setting(['tax-1'], change) } as const;
  const outcome = await submit(state, 'governance', THREE, body, height);
  expect(outcome.code).toBe('ok');
  return outcome.state;
}

describe('governance', () => {
  it('registers an issuer whose keys, types and status hold from the next height', async () => {
    const entry = taxEntry(await withIssuer());
    expect(entry.keys[0]?.from).toBe(3);
    expect(entry.types).toEqual([{ vct: VCT, from: 3 }]);
    expect(entry.history).toEqual([{ status: 'active', since: 3 }]);
  });

  it('sets verifiers, types and governance itself', async () => {
    const key = { kid: 'v-1', alg: 'ES256', publicKey: es256('v-1').publicKey } as const;
    const entry = { name: nameOf('verifier'), key, purposes: [] };
    const digest = new Uint8Array(32);
    const { governance } = decodeRegistry(genesis().entries);
    let state = genesis();
    for (const body of [
      { kind: 'set-verifier', verifier: 'counter', entry },
      { kind: 'set-type', vct: VCT, digest },
      { kind: 'set-governance', governance: { ...governance, threshold: 4 } },
    ] as const) {
      const outcome = await submit(state, 'governance', THREE, body, 2);
      expect(outcome.code).toBe('ok');
      state = outcome.state;
    }
    const registry = decodeRegistry(state.entries);
    expect(registry.verifiers.get('counter')).toEqual(entry);
    expect(registry.types.get(VCT)).toEqual({ digest });
    expect(registry.governance.threshold).toBe(4);
    const late = await submit(
      state,
      'governance',
      THREE,
      { kind: 'set-type', vct: VCT, digest },
      3,
    );
    expect(late.code).toBe('registry/threshold-not-met');
  });

  it('keeps history: what is left out ends, nothing is erased', async () => {
    const state = await withIssuer();
    const body = {
      kind: 'set-issuer',
      issuer: 'tax',
      setting: setting(['tax-2'], { types: [], status: 'suspended' }),
    } as const;
    const { state: after } = await submit(state, 'governance', THREE, body, 9);
    const entry = taxEntry(after);
    expect(entry.keys.map(({ kid, from, until }) => [kid, from, until])).toEqual([
      ['tax-1', 3, 10],
      ['tax-2', 10, undefined],
    ]);
    expect(entry.types).toEqual([{ vct: VCT, from: 3, until: 10 }]);
    expect(entry.history).toEqual([
      { status: 'active', since: 3 },
      { status: 'suspended', since: 10 },
    ]);
  });

  it('never moves a recorded compromise to a later height', async () => {
    const keyed = (since?: number) => ({
      keys: setting(['tax-1']).keys.map((key) => ({
        ...key,
        ...(since === undefined ? {} : { compromisedSince: since }),
      })),
    });
    let state = await govern(await withIssuer(), keyed(8), 10);
    state = await govern(state, keyed(20), 11);
    expect(taxEntry(state).keys[0]?.compromisedSince).toBe(8);
    state = await govern(state, keyed(), 12);
    expect(taxEntry(state).keys[0]?.compromisedSince).toBe(8);
  });

  it('refuses fewer founders than the threshold', async () => {
    const body = { kind: 'set-type', vct: VCT, digest: new Uint8Array(32) } as const;
    const outcome = await submit(genesis(), 'governance', FOUNDERS.slice(0, 2), body, 2);
    expect(outcome.code).toBe('registry/threshold-not-met');
    expect(outcome.state).toEqual(genesis());
  });

  it('refuses a stranger among the founders, and one founder signing twice', async () => {
    const body = { kind: 'set-type', vct: VCT, digest: new Uint8Array(32) } as const;
    const stranger = { ...taxKey, key: 'stranger' };
    const outcome = await submit(genesis(), 'governance', [...THREE, stranger], body, 2);
    expect(outcome.code).toBe('registry/unknown-signer');
    const [one, two] = THREE;
    if (one === undefined || two === undefined) throw new Error('founders');
    await expect(submit(genesis(), 'governance', [one, two, two], body, 2)).rejects.toMatchObject({
      code: 'registry/malformed',
    });
  });

  it('refuses to give an old kid to another key, or to revive an ended one', async () => {
    const state = await withIssuer();
    const [key] = setting(['tax-1']).keys;
    if (key === undefined) throw new Error('key');
    const other = { ...key, publicKey: es256('other').publicKey };
    const swap = { kind: 'set-issuer', issuer: 'tax', setting: setting([], { keys: [other] }) };
    const outcome = await submit(state, 'governance', THREE, swap as never, 4);
    expect(outcome.code).toBe('registry/key-reused');
    const ended = await govern(state, setting(['tax-2']), 4);
    const revive = { kind: 'set-issuer', issuer: 'tax', setting: setting(['tax-1']) } as const;
    expect((await submit(ended, 'governance', THREE, revive, 5)).code).toBe('registry/key-reused');
  });

  it('does not bring a retired issuer back', async () => {
    const retired = await govern(await withIssuer(), { status: 'retired' }, 4);
    const body = { kind: 'set-issuer', issuer: 'tax', setting: setting(['tax-1']) } as const;
    const outcome = await submit(retired, 'governance', THREE, body, 6);
    expect(outcome.code).toBe('registry/issuer-retired');
  });

  it('has no right to append batches for an issuer', async () => {
    const outcome = await submit(await withIssuer(), 'governance', THREE, batchOf('tax'), 5);
    expect(outcome.code).toBe('registry/no-right');
  });
});

describe('issuers', () => {
  it('append batches that carry the height and time of the block', async () => {
    const outcome = await submit(await withIssuer(), TAX, [taxKey], batchOf('tax'), 5);
    const { state, code } = outcome;
    expect(code).toBe('ok');
    const batch = { root: new Uint8Array(32).fill(7), count: 256, height: 5, timeMs: 5000 };
    const leaf = encodeBatchEntry(batch);
    expect(outcome.kept).toEqual({ kind: 'leaf', log: 'log/tax', index: 0, leaf });
    expect(decodeRegistry(state.entries).logs.get('tax')).toEqual(logHead([batch]));
    expect(nextSequence(state, TAX)).toBe(1);
  });

  it('publish status lists by digest', async () => {
    const outcome = await submit(await withIssuer(), TAX, [taxKey], statusOf('tax'), 5);
    const { state, code } = outcome;
    expect(code).toBe('ok');
    expect(decodeRegistry(state.entries).statuses.get('tax/main')?.height).toBe(5);
    const token = encodeUtf8('aa.bb.cc');
    expect(outcome.kept).toEqual({ kind: 'token', entry: 'status/tax/main', token });
  });

  it.each(['suspended', 'retired'] as const)(
    'that are %s append no batch but still publish status',
    async (status) => {
      const state = await govern(await withIssuer(), { status }, 5);
      const batch = await submit(state, TAX, [taxKey], batchOf('tax'), 6);
      expect(batch.code).toBe(`registry/issuer-${status}`);
      expect((await submit(state, TAX, [taxKey], statusOf('tax'), 6)).code).toBe('ok');
    },
  );

  it('may do nothing that is governance', async () => {
    const body = { kind: 'set-type', vct: VCT, digest: new Uint8Array(32) } as const;
    const outcome = await submit(await withIssuer(), TAX, [taxKey], body, 5);
    expect(outcome.code).toBe('registry/no-right');
  });

  it('may not write for each other, except as named successor and for status only', async () => {
    const key = es256('b-1');
    const other = { kind: 'set-issuer', issuer: 'b', setting: setting(['b-1']) } as const;
    const { state } = await submit(await withIssuer(), 'governance', THREE, other, 3);
    expect((await submit(state, 'issuer/b', [key], statusOf('tax'), 5)).code).toBe(
      'registry/no-right',
    );
    const succeeded = await govern(state, { status: 'retired', successor: 'b' }, 5);
    expect((await submit(succeeded, 'issuer/b', [key], statusOf('tax'), 6)).code).toBe('ok');
    expect((await submit(succeeded, 'issuer/b', [key], batchOf('tax'), 6)).code).toBe(
      'registry/no-right',
    );
  });

  it('that are unknown are refused', async () => {
    const outcome = await submit(genesis(), 'issuer/none', [taxKey], batchOf('none'), 5);
    expect(outcome.code).toBe('registry/issuer-unknown');
  });

  it('are refused with a key that is not theirs, not yet in force, ended, or compromised', async () => {
    const state = await withIssuer();
    const submitAt = async (from: RegistryState, height: number) =>
      (await submit(from, TAX, [taxKey], batchOf('tax'), height)).code;
    const foreign = { ...taxKey, key: 'tax-9' };
    expect((await submit(state, TAX, [foreign], batchOf('tax'), 5)).code).toBe(
      'registry/unknown-signer',
    );
    expect(await submitAt(state, 2)).toBe('registry/key-out-of-range');
    expect(await submitAt(state, 3)).toBe('ok');
    const ended = await govern(state, setting(['tax-2']), 5);
    expect(await submitAt(ended, 5)).toBe('ok');
    expect(await submitAt(ended, 6)).toBe('registry/key-out-of-range');
    const keys = setting(['tax-1']).keys.map((key) => ({ ...key, compromisedSince: 7 }));
    const compromised = await govern(state, { keys }, 5);
    expect(await submitAt(compromised, 6)).toBe('ok');
    expect(await submitAt(compromised, 7)).toBe('registry/key-compromised');
  });
});

describe('every transaction', () => {
  it('is refused for another chain', async () => {
    const change = { chainId: 'another-chain' };
    const outcome = await submit(await withIssuer(), TAX, [taxKey], batchOf('tax'), 5, change);
    expect(outcome.code).toBe('registry/wrong-chain');
  });

  it('is refused out of sequence, so nothing can be replayed', async () => {
    const state = await withIssuer();
    const content = { chainId: CHAIN, signer: TAX, sequence: 0, body: batchOf('tax') };
    const tx = await signTx(content, [taxKey]);
    const once = applyTx(state, tx, block, nothingClaimed);
    expect(once.code).toBe('ok');
    expect(applyTx(once.state, tx, block, nothingClaimed)).toEqual({
      state: once.state,
      code: 'registry/wrong-sequence',
    });
    const early = await submit(state, TAX, [taxKey], batchOf('tax'), 5, { sequence: 1 });
    expect(early.code).toBe('registry/wrong-sequence');
  });

  it('is refused when a signature does not hold', async () => {
    const state = await withIssuer();
    const content = { chainId: CHAIN, signer: TAX, sequence: 0, body: batchOf('tax') };
    const { signBytes, signatures } = decodeTx(await signTx(content, [taxKey]));
    const forged = signatures.map(({ key, signature }) => ({
      key,
      signature: signature.map((byte, index) => (index === 40 ? byte ^ 1 : byte)),
    }));
    const outcome = applyTx(state, encodeTx(signBytes, forged), block, nothingClaimed);
    expect(outcome.code).toBe('registry/bad-signature');
  });

  it('is refused above its size', () => {
    const outcome = applyTx(
      genesis(),
      new Uint8Array(LIMITS.transactionBytes + 1),
      block,
      nothingClaimed,
    );
    expect(outcome.code).toBe('registry/too-large');
  });

  it('is refused with a batch that is not padded, a token that is not ASCII, or expired', async () => {
    const state = await withIssuer();
    const small = { ...batchOf('tax'), count: 255 } as never;
    expect((await submit(state, TAX, [taxKey], small, 5)).code).toBe('registry/malformed');
    const spaced = statusOf('tax', 'a b');
    expect((await submit(state, TAX, [taxKey], spaced, 5)).code).toBe('registry/malformed');
    const old = { ...statusOf('tax'), validUntilMs: 5000 } as never;
    expect((await submit(state, TAX, [taxKey], old, 5)).code).toBe('registry/already-expired');
  });

  it('never crashes the state machine, whatever its bytes are', async () => {
    const state = await withIssuer();
    const content = { chainId: CHAIN, signer: TAX, sequence: 0, body: batchOf('tax') };
    const tx = await signTx(content, [taxKey]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(applyTx(state, bytes, block, nothingClaimed)).toEqual({
          state,
          code: 'registry/malformed',
        });
      }),
    );
    fc.assert(
      fc.property(fc.nat(tx.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const mutated = tx.map((byte, index) => (index === at ? byte ^ flip : byte));
        expect(applyTx(state, mutated, block, nothingClaimed).code).not.toBe('ok');
      }),
      { numRuns: 60 },
    );
    const nested = new Uint8Array(200_000).fill(0x81);
    expect(applyTx(state, nested, block, nothingClaimed).code).toBe('registry/malformed');
  });

  it('changes the root of the registry exactly when it is applied', async () => {
    const state = await withIssuer();
    const applied = await submit(state, TAX, [taxKey], batchOf('tax'), 5);
    expect(registryRoot(applied.state.entries)).not.toEqual(registryRoot(state.entries));
  });
});
