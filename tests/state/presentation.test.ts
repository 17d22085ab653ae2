import { describe, expect, it } from 'vitest';
import { decodeEnvelope } from '#core/qr/index.ts';
import { parseSdJwt, verifyKeyBinding } from '#core/credential/index.ts';
import { BROADCAST_AUDIENCE, verify } from '#core/verify/index.ts';
import { policyOf } from '#state/policy.ts';
import { Presentation } from '#state/presentation.svelte.ts';
import {
  chainWith,
  documentOf,
  keep,
  MemoryVault,
  namedKeys,
  NO_PROOFS,
  openWallet,
  PROFILE,
  refusal,
  testClock,
} from './ports.ts';

async function show(copies = 2, suggested: readonly string[] = []) {
  const { held, trust } = await documentOf(copies);
  const vault = new MemoryVault();
  const wallet = await openWallet(vault);
  await keep(vault, wallet, held);
  const clock = testClock();
  const chain = await chainWith(trust, clock);
  const keys = namedKeys();
  let calls = 0;
  const random = (size: number) => new Uint8Array(size).fill(calls++);
  const present = (): Presentation =>
    new Presentation([{ held, suggested }], wallet, chain, {
      keys,
      random,
      clock,
      proofs: NO_PROOFS,
      isCalm: () => false,
    });
  const judge = (code: string | undefined) =>
    verify(code ?? '', trust, policyOf(PROFILE), () => false, clock());
  return { wallet, clock, keys, present, judge, held };
}

const copyOf = (code: string | undefined) => parseSdJwt(decodeEnvelope(code ?? '').sdJwt).jwt;
const nonceOf = (code: string | undefined) =>
  verifyKeyBinding(parseSdJwt(decodeEnvelope(code ?? '').sdJwt), { audience: BROADCAST_AUDIENCE })
    .nonce;

describe('a show', () => {
  it('has no code before consent, and then one that a verifier accepts', async () => {
    const { present, judge } = await show();
    const presentation = present();
    await presentation.tick();
    expect(presentation.display.code).toBeUndefined();
    await presentation.start();
    expect(judge(presentation.display.code).verdict).toBe('accepted');
    expect(presentation.secondsLeft).toBe(20);
  });

  it('discloses what was chosen and nothing else', async () => {
    const { present, judge } = await show(2, ['legal_person']);
    const presentation = present();
    await presentation.start();
    expect(judge(presentation.display.code).document?.claims).toHaveProperty('legal_person');
    presentation.toggle('legal_person');
    expect(presentation.chosen).toEqual([]);
    presentation.stop();
    await presentation.start();
    expect(judge(presentation.display.code).document?.claims).not.toHaveProperty('legal_person');
  });

  it('renews its code after twenty seconds, from the same copy, with a fresh nonce', async () => {
    const { present, clock, judge } = await show();
    const presentation = present();
    await presentation.start();
    const first = presentation.display.code;
    clock.ms += 19_500;
    await presentation.tick();
    expect(presentation).toMatchObject({ display: { code: first }, secondsLeft: 1 });
    clock.ms += 500;
    await presentation.tick();
    expect(presentation.display.code).not.toBe(first);
    expect(presentation.secondsLeft).toBe(20);
    expect(copyOf(presentation.display.code)).toBe(copyOf(first));
    expect(nonceOf(presentation.display.code)).not.toBe(nonceOf(first));
    expect(judge(presentation.display.code).verdict).toBe('accepted');
  });

  it('moves on request, and is then renewed half as often', async () => {
    const { present, clock, judge } = await show();
    const presentation = present();
    expect(presentation.display.shown).toBeUndefined();
    await presentation.start();
    expect(presentation.display.shown).toEqual({ form: 'one', text: presentation.display.code });
    await presentation.display.showAs('moving');
    const first = presentation.display.code;
    expect(presentation.display.shown?.form).toBe('moving');
    clock.ms += 39_000;
    await presentation.tick();
    expect(presentation).toMatchObject({
      display: { code: first },
      secondsLeft: 1,
      renewSeconds: 40,
    });
    clock.ms += 1_000;
    await presentation.tick();
    expect(presentation.display.code).not.toBe(first);
    expect(presentation.secondsLeft).toBe(40);
    expect(judge(presentation.display.code).verdict).toBe('accepted');
    presentation.stop();
    expect(presentation.display.shown).toBeUndefined();
  });

  it('ends when a code cannot be renewed, and says why', async () => {
    const { present, keys, clock } = await show();
    const presentation = present();
    await presentation.start();
    expect(presentation.failure).toBeUndefined();
    keys.sign = () => Promise.reject(refusal('vault/locked'));
    clock.ms += 20_000;
    await presentation.tick();
    expect(presentation).toMatchObject({ display: { code: undefined }, failure: 'vault/locked' });
  });

  it('writes what was shown into the usage log', async () => {
    const { present, wallet, held, clock } = await show(2, ['legal_person']);
    const presentation = present();
    await presentation.start();
    clock.ms += 20_000;
    await presentation.tick();
    expect(wallet.held.find(held.id)?.uses).toEqual([
      { atMs: clock.ms - 20_000, claims: ['legal_person'] },
    ]);
  });

  it('takes another copy the next time, also of the same screen', async () => {
    const { present, wallet, held } = await show(3);
    const presentation = present();
    await presentation.start();
    const first = copyOf(presentation.display.code);
    presentation.stop();
    await presentation.start();
    const second = copyOf(presentation.display.code);
    const third = present();
    await third.start();
    expect(new Set([first, second, copyOf(third.display.code)]).size).toBe(3);
    expect(wallet.held.find(held.id)?.copies.map(({ shows }) => shows)).toEqual([1, 1, 1]);
  });

  it('takes one copy though the person agrees twice', async () => {
    const { present, wallet, held } = await show(3);
    const presentation = present();
    await Promise.all([presentation.start(), presentation.start()]);
    expect(presentation.display.code).toBeDefined();
    expect(wallet.held.find(held.id)?.uses).toHaveLength(1);
  });

  it('that is stopped while its copy is being taken does not appear, and another one does', async () => {
    const { present } = await show(3);
    const presentation = present();
    const left = presentation.start();
    presentation.stop();
    await left;
    expect(presentation.display.code).toBeUndefined();
    await presentation.start();
    expect(presentation.display.code).toBeDefined();
  });

  it('counts a show before its code can be seen', async () => {
    const { present, wallet, held } = await show(1);
    const presentation = present();
    const started = presentation.start();
    expect(presentation.display.code).toBeUndefined();
    await started;
    expect(wallet.held.find(held.id)?.copies[0]?.shows).toBe(1);
  });

  it('is over when it is stopped', async () => {
    const { present, clock } = await show();
    const presentation = present();
    await presentation.start();
    presentation.stop();
    expect(presentation.display.code).toBeUndefined();
    clock.ms += 60_000;
    await presentation.tick();
    expect(presentation.display.code).toBeUndefined();
  });

  it('stays over when it is stopped while a code is being signed', async () => {
    const { present, keys } = await show();
    const presentation = present();
    const sign = keys.sign.bind(keys);
    keys.sign = (jwk, message) => {
      presentation.stop();
      return sign(jwk, message);
    };
    await presentation.start();
    expect(presentation.display.code).toBeUndefined();
  });

  it('does not begin with a copy that is not registered yet', async () => {
    const { held, trust } = await documentOf(1);
    const unregistered = held.copies.map(({ anchor: _, ...copy }) => copy);
    const vault = new MemoryVault();
    const wallet = await openWallet(vault);
    await keep(vault, wallet, { ...held, copies: unregistered });
    const ports = {
      keys: namedKeys(),
      random: (n: number) => new Uint8Array(n),
      clock: testClock(),
      proofs: NO_PROOFS,
      isCalm: () => false,
    };
    const document = wallet.held.find('doc') ?? held;
    const presentation = new Presentation(
      [{ held: document, suggested: [] }],
      wallet,
      await chainWith(trust),
      ports,
    );
    await presentation.start();
    expect(presentation).toMatchObject({
      display: { code: undefined },
      failure: 'exchange/anchor-pending',
    });
    expect(wallet.held.find('doc')?.copies[0]?.shows).toBe(0);
    const { sdJwt, anchor } = held.copies[0] ?? {};
    if (sdJwt === undefined || anchor === undefined) throw new Error('anchor');
    await wallet.held.setAnchor('doc', sdJwt, anchor);
    await presentation.start();
    expect(presentation.display.code).toBeDefined();
  });
});
