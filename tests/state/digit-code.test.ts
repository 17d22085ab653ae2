import { describe, expect, it } from 'vitest';
import { DigitCode, type HandOver } from '#state/digit-code.svelte.ts';
import { refusal } from './ports.ts';

const GIVEN = { token: '8412345678901234567890123456', kept: 2 };
const signed = (code: string | undefined) => () => Promise.resolve(code);

function shown(handOver: HandOver) {
  let nowMs = 1_000_000;
  const digits = new DigitCode(handOver, () => new Date(nowMs));
  return { digits, pass: (ms: number) => (nowMs += ms) };
}

describe('digits for a desk', () => {
  it('are good for a minute from when the code was signed', async () => {
    const sent: string[] = [];
    const { digits, pass } = shown((code) => {
      sent.push(code);
      pass(2_000);
      return Promise.resolve(GIVEN);
    });
    await digits.start(signed('LS1:CODE'));
    expect(sent).toEqual(['LS1:CODE']);
    expect(digits.given).toEqual(GIVEN);
    expect(digits.secondsLeft).toBe(58);
    pass(57_500);
    digits.tick();
    expect(digits.secondsLeft).toBe(1);
    pass(500);
    digits.tick();
    expect(digits.given).toBeUndefined();
  });

  it('are not there if nothing took them, and it is said why', async () => {
    const { digits } = shown(() => Promise.reject(refusal('token/no-mailbox')));
    await digits.start(signed('LS1:CODE'));
    expect(digits.given).toBeUndefined();
    expect(digits.failure).toBe('token/no-mailbox');
    expect(digits.busy).toBe(false);
  });

  it('do not appear after the show has ended', async () => {
    let answer: (given: typeof GIVEN) => void = () => undefined;
    const { digits } = shown(() => new Promise((resolve) => (answer = resolve)));
    const started = digits.start(signed('LS1:CODE'));
    await Promise.resolve();
    expect(digits.busy).toBe(true);
    digits.stop();
    answer(GIVEN);
    await started;
    expect(digits.given).toBeUndefined();
    expect(digits.busy).toBe(false);
  });

  it('are not sent for a show that ended while the code was being signed', async () => {
    const { digits } = shown(() => Promise.reject(new Error('was sent')));
    await digits.start(signed(undefined));
    expect(digits.given).toBeUndefined();
    expect(digits.failure).toBeUndefined();
  });
});
