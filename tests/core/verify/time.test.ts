/** The newest verified header is the floor of the clock, and what "at the time" means. */
import { describe, expect, it } from 'vitest';
import { NOW, NOW_MS, type CaseChange } from '../../support/case-builder.ts';
import { judged, unusual } from './judged.ts';

const NOW_S = NOW_MS / 1000;
/** A header within the permitted drift, ahead of a device whose clock is behind. */
const AHEAD: CaseChange = { header: { timeNs: BigInt(NOW_MS + 9_000) * 1_000_000n } };
const LAGGING = NOW;

describe('a device clock behind the header', () => {
  it('does not bring an expired document back to life', async () => {
    const report = await judged({ ...AHEAD, payload: { exp: NOW_S + 9 } }, LAGGING);
    expect(report).toMatchObject({ verdict: 'rejected', reason: { code: 'validity/expired' } });
    const later = await judged({ ...AHEAD, payload: { exp: NOW_S + 10 } }, LAGGING);
    expect(unusual(later)).toEqual([]);
  });

  it('does not make a list current that has run out', async () => {
    const list = { validUntilMs: NOW_MS + 9_000 };
    expect(unusual(await judged({ ...AHEAD, list }, LAGGING))).toEqual(['status/list-expired']);
  });

  it('does not make a code fresh that is old', async () => {
    const binding = { iat: NOW_S - 52 };
    expect(unusual(await judged({ ...AHEAD, binding }, LAGGING))).toEqual(['holder/stale']);
  });

  it('is noticed when it is further behind than clocks may differ, and rejects nobody', async () => {
    const header = { timeNs: BigInt(NOW_MS + 10_001) * 1_000_000n };
    const report = await judged({ header, binding: { iat: NOW_S + 10 } }, LAGGING);
    expect(report).toMatchObject({
      verdict: 'undecided',
      reason: { code: 'chain/clock-behind', facts: { behindMs: 10_001 } },
    });
  });
});

describe('the report', () => {
  it('names the header it rests on, the nonce to remember and what was asked of witnesses', async () => {
    const report = await judged({
      witnesses: [
        { node: 0, outcome: 'agrees', elapsedMs: 1 },
        { node: 1, outcome: 'silent', elapsedMs: 9 },
      ],
    });
    expect(report).toMatchObject({ asOf: { height: 100, timeMs: NOW_MS - 5_000 } });
    expect(report.nonce).toBe('AAECAwQFBgcICQoLDA0ODw');
    const chain = report.checks.find(({ id }) => id === 'chain');
    expect(chain?.facts).toMatchObject({ height: 100, witnessesAgreeing: 1, witnessesAsked: 2 });
  });

  it('remembers no nonce of a key binding that does not hold, nor of a forged document', async () => {
    const change = { binding: { sd_hash: 'other' } };
    expect((await judged(change)).nonce).toBeUndefined();
    expect((await judged({ jwtHeader: { typ: 'jwt' } })).nonce).toBeUndefined();
  });

  it('asks for the very nonce whether it was seen', async () => {
    const asked: string[] = [];
    await judged({}, NOW, (nonce) => {
      asked.push(nonce);
      return false;
    });
    expect(asked).toEqual(['AAECAwQFBgcICQoLDA0ODw']);
  });
});
