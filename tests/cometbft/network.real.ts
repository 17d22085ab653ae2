import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCometbft, type CometbftConsortium } from '#consortium/cometbft/index.ts';
import { Inspector, issueLicence, MARKET } from './citizen.ts';
import { heightAfter, heightOf, until } from './nodes.ts';

/** Ages of trust that a policy allows: one that a halt of five seconds outlasts, and one that it does not. */
const [STRICT_MS, PATIENT_MS] = [4_000, 3_600_000];
const BEHIND = Number(process.env['LIGHTSEAL_BEHIND'] ?? 20);

let consortium: CometbftConsortium;

beforeAll(async () => {
  consortium = await startCometbft({ issuers: [MARKET], intervals: { blockMs: 40, idleMs: 100 } });
});

afterAll(() => consortium.stop());

describe('four nodes', () => {
  it('go on when one is killed, halt when two are, and go on when they are back', async () => {
    const [first, , third, fourth] = consortium.nodes;
    if (first === undefined || third === undefined || fourth === undefined) throw new Error();
    await fourth.kill();
    const before = await heightOf(first);
    await heightAfter(first, before + 3);
    const licence = await issueLicence(consortium);
    const inspector = new Inspector(consortium);
    const ask = async (maxTrustAgeMs: number) => {
      await inspector.sync();
      const { verdict, reason, checks } = await inspector.inspect(licence, maxTrustAgeMs);
      const { facts } = checks.find(({ id }) => id === 'freshness') ?? {};
      return { verdict, reason: reason?.code, ageMs: Number(facts?.['ageMs']) };
    };
    const isFresh = async () => (await ask(STRICT_MS)).verdict === 'accepted';
    await until(isFresh);
    await third.kill();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const halted = await heightOf(first);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await heightOf(first)).toBe(halted);
    // Nobody can say what became of the registry: the wallet says how old its trust is.
    const stale = await ask(STRICT_MS);
    expect(stale).toMatchObject({ verdict: 'undecided', reason: 'freshness/stale' });
    expect(stale.ageMs).toBeGreaterThan(STRICT_MS);
    expect(await ask(PATIENT_MS)).toMatchObject({ verdict: 'accepted' });
    await third.start();
    // The first blocks after a halt may bear the time of votes from before it.
    await until(isFresh);
    expect(await heightOf(first)).toBeGreaterThan(halted);
    await fourth.start();
    const behind = await heightOf(first);
    await until(async () => ((await fourth.height()) ?? 0) >= behind);
  });

  it(
    `take one that is ${BEHIND} blocks behind up again`,
    async () => {
      const [first, , , fourth] = consortium.nodes;
      if (first === undefined || fourth === undefined) throw new Error();
      const left = await heightOf(fourth);
      await fourth.stop();
      await heightAfter(first, left + BEHIND);
      await fourth.start();
      const ahead = await heightOf(first);
      expect(ahead).toBeGreaterThanOrEqual(left + BEHIND);
      await heightAfter(fourth, ahead);
    },
    60_000 + BEHIND * 2_000,
  );
});
