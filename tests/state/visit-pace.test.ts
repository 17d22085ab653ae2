import { describe, expect, it } from 'vitest';
import { VisitPace } from '#state/visit-pace.ts';
import { noChance, testClock } from './ports.ts';

const PAUSES = { firstMs: 20_000, longestMs: 900_000 };

function paced(random = noChance) {
  const clock = testClock();
  const pace = new VisitPace(PAUSES, { random, clock });
  /** After how many milliseconds it is due, from now on. */
  const dueAfter = (id = 'a') => {
    const nowMs = clock.ms;
    let [early, late] = [0, 100_000_000];
    while (early < late) {
      const middle = Math.floor((early + late) / 2);
      clock.ms = nowMs + middle;
      if (pace.isDue(id)) late = middle;
      else early = middle + 1;
    }
    clock.ms = nowMs;
    return late;
  };
  const failTimes = (times: number) => {
    for (let failures = 0; failures < times; failures++) pace.failed('a');
  };
  return { clock, pace, dueAfter, failTimes };
}

describe('pauses', () => {
  it('are none at first, double with each failure, and end somewhere', () => {
    const { pace, dueAfter } = paced();
    expect(dueAfter()).toBe(0);
    const pauses = Array.from({ length: 8 }, () => {
      pace.failed('a');
      return dueAfter() / 1000;
    });
    expect(pauses).toEqual([20, 40, 80, 160, 320, 640, 900, 900]);
    for (let more = 0; more < 2000; more++) pace.failed('a');
    expect(dueAfter()).toBe(900_000);
  });

  it('are shorter by chance, by a quarter at most', () => {
    const { dueAfter, failTimes } = paced(() => Uint8Array.of(255));
    failTimes(1);
    expect(dueAfter()).toBe(Math.ceil(20_000 * (1 - 255 / 1024)));
    failTimes(20);
    expect(dueAfter()).toBeGreaterThan(900_000 * 0.75);
    expect(dueAfter()).toBeLessThan(900_000 * 0.76);
  });

  it('are as long as the issuer asks for, where that is longer', () => {
    const { pace, dueAfter } = paced(() => Uint8Array.of(255));
    pace.failed('a', 3_600_000);
    expect(dueAfter()).toBe(3_600_000);
    pace.failed('a', 1000);
    expect(dueAfter()).toBe(Math.ceil(40_000 * (1 - 255 / 1024)));
  });

  it('of one thing are nothing to another', () => {
    const { pace, dueAfter } = paced();
    pace.failed('a');
    expect(dueAfter('b')).toBe(0);
  });

  it('are forgotten, and begin anew; a rest after a success is not', () => {
    const { pace, dueAfter, failTimes } = paced();
    failTimes(5);
    pace.rest('b', 60_000);
    pace.reset();
    expect([dueAfter('a'), dueAfter('b')]).toEqual([0, 60_000]);
    failTimes(1);
    expect(dueAfter()).toBe(20_000);
    pace.forget('a');
    expect(dueAfter()).toBe(0);
  });
});
