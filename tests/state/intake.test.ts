import { describe, expect, it } from 'vitest';
import { Intake } from '#state/intake.svelte.ts';
import { refusal } from './ports.ts';

const DIGITS = '8412 3456 7890 1234 5678 9012 3456';

function desk(collect: (digits: string) => Promise<string>) {
  const inspected: string[] = [];
  const intake = new Intake({
    inspect: (text) => {
      inspected.push(text);
      return Promise.resolve();
    },
    collect,
  });
  return { intake, inspected };
}

const nobody = () => Promise.reject(new Error('nobody was to be asked'));

describe('what comes in at a desk', () => {
  it('is judged at once if it is a code, or anything else but digits', async () => {
    const { intake, inspected } = desk(nobody);
    await intake.take('LS1:CODE');
    await intake.take('https://example.org');
    expect(inspected).toEqual(['LS1:CODE', 'https://example.org']);
  });

  it('is fetched first if it is digits', async () => {
    const { intake, inspected } = desk((digits) => Promise.resolve(`LS1:${digits.slice(0, 4)}`));
    await intake.take(DIGITS);
    expect(inspected).toEqual(['LS1:8412']);
    expect(intake.fetching).toBe(false);
    expect(intake.failure).toBeUndefined();
  });

  it('is not judged if the digits lead to nothing, and it is said why', async () => {
    const { intake, inspected } = desk(() => Promise.reject(refusal('token/absent')));
    await intake.take(DIGITS);
    expect(inspected).toEqual([]);
    expect(intake.failure).toBe('token/absent');
    await intake.take('LS1:CODE');
    expect(intake.failure).toBeUndefined();
  });

  it('is overtaken by whatever comes next, and dropped for the next person', async () => {
    let answer: (code: string) => void = () => undefined;
    const { intake, inspected } = desk(() => new Promise((resolve) => (answer = resolve)));
    const first = intake.take(DIGITS);
    expect(intake.fetching).toBe(true);
    await intake.take('LS1:NEXT');
    answer('LS1:LATE');
    await first;
    expect(inspected).toEqual(['LS1:NEXT']);
    const second = intake.take(DIGITS);
    intake.clear();
    answer('LS1:LATE');
    await second;
    expect(inspected).toEqual(['LS1:NEXT']);
    expect(intake.fetching).toBe(false);
  });

  it('throws bugs on', async () => {
    const { intake } = desk(nobody);
    await expect(intake.take(DIGITS)).rejects.toThrow('nobody was to be asked');
  });
});
