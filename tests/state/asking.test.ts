import { describe, expect, it } from 'vitest';
import { formatBase64Url } from '#core/bytes/index.ts';
import { parseRequest } from '#core/qr/index.ts';
import { CHALLENGE_MS, judgeRequest } from '#core/verify/index.ts';
import { Asking, type Question } from '#state/asking.svelte.ts';
import type { VerifierKeys } from '#state/ports.ts';
import { policyOf } from '#state/policy.ts';
import { CHAIN } from '../core/registry/departments.ts';
import { buildCase, NOW_MS } from '../support/case-builder.ts';
import { PURPOSE, VERIFIER, VERIFIER_ID, VERIFIER_KEY } from '../support/request-builder.ts';
import { testKey, VCT } from '../core/credential/craft.ts';
import { chainWith, memorySettings, PROFILE, refusal, testClock } from './ports.ts';

const { trust } = await buildCase({ verifiers: { [VERIFIER_ID]: VERIFIER } });
const D = formatBase64Url(new Uint8Array(32).fill(1));

/** Signs with the registered key, whatever was kept. */
class PaperKeys implements VerifierKeys {
  kept: string | undefined;
  usable = true;
  failure: string | undefined;
  verifier = () => Promise.resolve(this.kept);
  keep = (_: string, verifier: string) => {
    if (this.usable) this.kept = verifier;
    return Promise.resolve(this.usable);
  };
  forget = () => {
    this.kept = undefined;
    return Promise.resolve();
  };
  sign = async (_: string, message: Uint8Array) => {
    if (this.failure !== undefined) throw refusal(this.failure);
    return await VERIFIER_KEY.sign(message);
  };
}

const keyFile = (change: object = {}) =>
  JSON.stringify({
    format: 'lightseal/verifier-key/1',
    chainId: CHAIN,
    verifier: VERIFIER_ID,
    key: { ...VERIFIER_KEY.jwk, d: D },
    ...change,
  });

async function desk(held: typeof trust | undefined = trust, settings = memorySettings()) {
  const clock = testClock();
  const keys = new PaperKeys();
  let calls = 0;
  const random = (size: number) => new Uint8Array(size).fill(++calls);
  const asking = new Asking(await chainWith(held, clock), { keys, random, clock, settings });
  const first = (): Question => {
    const [question] = asking.questions;
    if (question === undefined) throw new Error('nothing to ask');
    return question;
  };
  return { asking, keys, clock, first };
}

const judged = (text: string | undefined, now = new Date(NOW_MS)) =>
  judgeRequest(parseRequest(text ?? ''), CHAIN, trust, policyOf(PROFILE), now);

describe('a registered desk', () => {
  it('asks in its office’s name for what the registry lets it ask', async () => {
    const { asking, first } = await desk();
    await asking.takeKey(keyFile());
    expect(asking).toMatchObject({ failure: undefined, office: { id: VERIFIER_ID } });
    expect(asking.questions).toEqual([
      {
        purpose: PURPOSE,
        name: VERIFIER.purposes[0]?.name,
        vct: VCT,
        claims: ['legal_representative'],
      },
    ]);
    await asking.ask(first(), 'words');
    expect(judged(asking.asked?.text)).toMatchObject({
      asker: { id: VERIFIER_ID },
      asked: { vct: VCT, claims: [{ name: 'legal_representative', allowed: true }] },
      concerns: [],
    });
    expect(asking.expectation).toMatchObject({
      mode: 'challenge',
      challenge: { asked: { vct: VCT, claims: ['legal_representative'] }, askedAtMs: NOW_MS },
    });
  });

  it('is one again after a restart', async () => {
    const { asking, keys } = await desk();
    keys.kept = VERIFIER_ID;
    await asking.start();
    expect(asking.office?.id).toBe(VERIFIER_ID);
  });

  it('asks with another nonce each time', async () => {
    const { asking, first } = await desk();
    await asking.takeKey(keyFile());
    await asking.ask(first(), 'words');
    const before = asking.asked?.text;
    await asking.ask(first(), 'words');
    expect(asking.asked?.text).not.toBe(before);
  });

  it('says when the time is over, and goes on knowing what it asked', async () => {
    const { asking, clock, first } = await desk();
    await asking.ask(first(), 'words');
    expect(asking.secondsLeft).toBe(asking.totalSeconds);
    clock.ms += CHALLENGE_MS - 500;
    asking.tick();
    expect(asking.secondsLeft).toBe(1);
    clock.ms += 5_000;
    asking.tick();
    expect(asking.secondsLeft).toBe(0);
    expect(asking.expectation.mode).toBe('challenge');
  });

  it('waits for nothing once it is closed, even while a request is being signed', async () => {
    const { asking, first } = await desk();
    await asking.takeKey(keyFile());
    await asking.ask(first(), 'words');
    const again = asking.ask(first(), 'words');
    asking.close();
    await again;
    expect(asking).toMatchObject({ asked: undefined, expectation: { mode: 'broadcast' } });
  });

  it('says why it could not ask', async () => {
    const { asking, keys, first } = await desk();
    await asking.takeKey(keyFile());
    keys.failure = 'storage/unavailable';
    await asking.ask(first(), 'words');
    expect(asking).toMatchObject({ asked: undefined, failure: 'storage/unavailable' });
  });

  it('remembers whether it accepts answers only', async () => {
    const settings = memorySettings();
    const { asking } = await desk(trust, settings);
    expect(asking.challengeOnly).toBe(false);
    asking.setChallengeOnly(true);
    expect(asking.challengeOnly).toBe(true);
    expect((await desk(trust, settings)).asking.challengeOnly).toBe(true);
    asking.setChallengeOnly(false);
    expect((await desk(trust, settings)).asking.challengeOnly).toBe(false);
  });

  it('is nobody once its key is forgotten', async () => {
    const { asking, keys } = await desk();
    await asking.takeKey(keyFile());
    await asking.forgetKey();
    expect(asking.office).toBeUndefined();
    expect(keys.kept).toBeUndefined();
  });
});

describe('a desk without a key', () => {
  it('asks for the face of a document, and wallets call it unknown', async () => {
    const { asking, first } = await desk();
    await asking.ask(first(), '核对证面');
    expect(judged(asking.asked?.text)).toMatchObject({
      asker: undefined,
      purpose: { own: '核对证面' },
      asked: { claims: [] },
      concerns: ['request/unsigned'],
      answerable: true,
    });
  });

  it('can ask before the first sync too', async () => {
    const { asking, first } = await desk(undefined);
    await asking.ask(first(), '核对证面');
    expect(asking.asked).toBeDefined();
  });
});

describe('a key file is refused', () => {
  it.each<readonly [string, string, string]>([
    ['verifier/malformed-key', 'for not being one', 'key'],
    ['verifier/malformed-key', 'for being of another format', keyFile({ format: 'other' })],
    ['verifier/malformed-key', 'for being too long', keyFile({ note: 'x'.repeat(5000) })],
    ['verifier/malformed-key', 'without a key', keyFile({ key: null })],
    ['verifier/malformed-key', 'without a secret', keyFile({ key: VERIFIER_KEY.jwk })],
    [
      'verifier/malformed-key',
      'with a short secret',
      keyFile({ key: { ...VERIFIER_KEY.jwk, d: 'AAAA' } }),
    ],
    ['verifier/other-chain', 'of another consortium', keyFile({ chainId: 'other' })],
    ['verifier/not-registered', 'of an office that is not registered', keyFile({ verifier: 'x' })],
    [
      'verifier/other-key',
      'with a key that is not the registered one',
      keyFile({ key: { ...testKey('stranger').jwk, d: D } }),
    ],
  ])('with %s, %s', async (code, _, text) => {
    const { asking, keys } = await desk();
    await asking.takeKey(text);
    expect(asking).toMatchObject({ failure: code, office: undefined });
    expect(keys.kept).toBeUndefined();
  });

  it('with verifier/malformed-key, where the browser takes the numbers for no key', async () => {
    const { asking, keys } = await desk();
    keys.usable = false;
    await asking.takeKey(keyFile());
    expect(asking).toMatchObject({ failure: 'verifier/malformed-key', office: undefined });
  });
});
