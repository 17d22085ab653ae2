import { describe, expect, it } from 'vitest';
import { formatBase45 } from '#core/bytes/index.ts';
import { encodeStreamPayload, toStream } from '#core/qr/index.ts';
import { Intake, type Arrival } from '#state/intake.svelte.ts';
import { refusal, testClock } from './ports.ts';

const DIGITS = '8412 3456 7890 1234 5678 9012 3456';

function desk(collect: (digits: string) => Promise<string> = nobody) {
  const inspected: string[] = [];
  const moving: string[] = [];
  const proofs: Uint8Array[] = [];
  const several: (readonly string[])[] = [];
  const clock = testClock();
  const intake = new Intake({
    inspect: (text) => {
      inspected.push(text);
      return Promise.resolve();
    },
    inspectMoving: (text) => {
      moving.push(text);
      inspected.push(text);
      return Promise.resolve();
    },
    inspectSeveral: (texts) => {
      several.push(texts);
      return Promise.resolve();
    },
    inspectProof: (untrusted) => {
      proofs.push(untrusted);
      return Promise.resolve();
    },
    collect,
    clock,
  });
  /** Frames held up one after the other, a tenth of a second each. */
  const hold = async (frames: readonly string[], arrival: Arrival = 'held-up') => {
    for (const frame of frames) {
      clock.ms += 100;
      await intake.take(frame, arrival);
    }
  };
  return { intake, inspected, moving, proofs, several, clock, hold };
}

const nobody = () => Promise.reject(new Error('nobody was to be asked'));

describe('what comes in at a desk', () => {
  it('is judged at once if it is a code, or anything else but digits', async () => {
    const { intake, inspected } = desk();
    await intake.take('LS1:CODE', 'held-up');
    await intake.take('https://example.org', 'handed-in');
    expect(inspected).toEqual(['LS1:CODE', 'https://example.org']);
  });

  it('is judged as what a moving code holds only if it came by one', async () => {
    const { hold, inspected, moving } = desk();
    const text = `LS1:${formatBase45(new Uint8Array(400))}`;
    await hold([text]);
    expect([inspected, moving]).toEqual([[text], []]);
    await hold([sent(text).frame(0), sent(text).frame(1), sent(text).frame(2)]);
    expect(moving).toEqual([text]);
  });

  it('is judged together if a moving code holds several documents', async () => {
    const { hold, several, inspected } = desk();
    const texts = [1, 2].map((seed) => `LS1:${formatBase45(new Uint8Array(300).fill(seed))}`);
    const { need, frame } = toStream(encodeStreamPayload({ kind: 'several', texts }));
    await hold(Array.from({ length: need }, (_, at) => frame(at)));
    expect([several, inspected]).toEqual([[texts], []]);
  });

  it.each([
    [{ kind: 'profile', text: '{}' }, 'qr/not-a-document'],
    [{ kind: 'parcel', body: Uint8Array.of(1) }, 'qr/is-a-parcel'],
  ] as const)('is told where it belongs if it is no document: %o', async (content, code) => {
    const { hold, intake, inspected, proofs } = desk();
    await hold([toStream(encodeStreamPayload(content)).frame(0)]);
    expect(intake.failure).toBe(code);
    expect([inspected, proofs]).toEqual([[], []]);
  });

  it('is fetched first if it is digits', async () => {
    const { intake, inspected } = desk((digits) => Promise.resolve(`LS1:${digits.slice(0, 4)}`));
    await intake.take(DIGITS, 'handed-in');
    expect(inspected).toEqual(['LS1:8412']);
    expect(intake.fetching).toBe(false);
    expect(intake.failure).toBeUndefined();
  });

  it('is not judged if the digits lead to nothing, and it is said why', async () => {
    const { intake, inspected } = desk(() => Promise.reject(refusal('token/absent')));
    await intake.take(DIGITS, 'handed-in');
    expect(inspected).toEqual([]);
    expect(intake.failure).toBe('token/absent');
    await intake.take('LS1:CODE', 'held-up');
    expect(intake.failure).toBeUndefined();
  });

  it('is overtaken by whatever comes next, and dropped for the next person', async () => {
    let answer: (code: string) => void = () => undefined;
    const { intake, inspected } = desk(() => new Promise((resolve) => (answer = resolve)));
    const first = intake.take(DIGITS, 'handed-in');
    expect(intake.fetching).toBe(true);
    await intake.take('LS1:NEXT', 'held-up');
    answer('LS1:LATE');
    await first;
    expect(inspected).toEqual(['LS1:NEXT']);
    const second = intake.take(DIGITS, 'handed-in');
    intake.clear();
    answer('LS1:LATE');
    await second;
    expect(inspected).toEqual(['LS1:NEXT']);
    expect(intake.fetching).toBe(false);
  });

  it('throws bugs on', async () => {
    const { intake } = desk();
    await expect(intake.take(DIGITS, 'handed-in')).rejects.toThrow('nobody was to be asked');
  });
});

const textOf = (filler: number) => `LS1:${formatBase45(new Uint8Array(1_500).fill(filler))}`;
const sent = (text: string) => toStream(encodeStreamPayload({ kind: 'presentation', text }), 165);
const [ONE, OTHER] = [textOf(1), textOf(2)];
const [one, other] = [sent(ONE), sent(OTHER)];
const frames = (stream: typeof one, from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => stream.frame(from + at));

describe('a moving code at a desk', () => {
  it('is judged when it is whole, with any frames, and says how far it is before', async () => {
    const { intake, inspected, hold } = desk();
    expect(one.need).toBe(11);
    await hold(frames(one, 3, 9));
    expect(intake.progress).toEqual({ have: 6, need: 11 });
    expect(inspected).toEqual([]);
    await hold(frames(one, 40, 45));
    expect(intake.progress).toBeUndefined();
    expect(inspected).toEqual([ONE]);
  });

  it('goes on where it was interrupted', async () => {
    const { intake, inspected, clock, hold } = desk();
    await hold(frames(one, 0, 6));
    clock.ms += 60_000;
    expect(intake.progress).toEqual({ have: 6, need: 11 });
    await hold(frames(one, 6, 11));
    expect(inspected).toEqual([ONE]);
  });

  it('is reported again and again while it stays in view, as any code', async () => {
    const { inspected, hold } = desk();
    await hold(frames(one, 0, 13));
    expect(inspected).toEqual([ONE, ONE, ONE]);
  });

  it('is not mixed with another one in view: it says so, and keeps what was begun', async () => {
    const { intake, inspected, hold } = desk();
    await hold(frames(one, 0, 6));
    await hold([other.frame(0)]);
    expect(intake.failure).toBe('qr/mixed-streams');
    expect(intake.progress).toEqual({ have: 6, need: 11 });
    // The words stay while both are there.
    await hold([one.frame(6), other.frame(1), one.frame(7)]);
    expect(intake.failure).toBe('qr/mixed-streams');
    await hold(frames(one, 8, 11));
    expect(intake.failure).toBeUndefined();
    expect(inspected).toEqual([ONE]);
  });

  it('is begun anew when asked', async () => {
    const { intake, inspected, hold } = desk();
    await hold([one.frame(0), other.frame(0)]);
    intake.startOver();
    expect(intake.failure).toBeUndefined();
    await hold(frames(other, 0, 11));
    expect(inspected).toEqual([OTHER]);
  });

  it('gives way to the next one held up once it has left the view, or is read', async () => {
    const { intake, inspected, clock, hold } = desk();
    await hold(frames(one, 0, 6));
    clock.ms += 1_500;
    await hold(frames(other, 0, 11));
    expect(intake.failure).toBeUndefined();
    await hold(frames(one, 0, 11));
    expect(inspected).toEqual([OTHER, ONE]);
  });

  it('handed in never gives way by itself, however long ago it was begun', async () => {
    const { intake, clock, hold } = desk();
    await hold([one.frame(0)], 'handed-in');
    clock.ms += 60_000;
    await hold([other.frame(0)], 'handed-in');
    expect(intake.failure).toBe('qr/mixed-streams');
    await hold([one.frame(1)], 'handed-in');
    expect(intake.failure).toBeUndefined();
  });

  it('is not kept out by a frame of another one that stands beside it on paper', async () => {
    const { inspected, hold } = desk();
    const paper = other.frame(0);
    for (const frame of frames(one, 0, 30)) await hold([paper, frame]);
    expect(inspected).toContain(ONE);
  });

  it('may be pasted with all its frames at once', async () => {
    const { intake, inspected } = desk();
    await intake.take(frames(one, 5, 16).join('\r\n'), 'handed-in');
    expect(inspected).toEqual([ONE]);
  });

  it('is not read beyond as many pasted frames as the longest one has', async () => {
    const { intake, inspected } = desk();
    const useless = Array.from({ length: 1023 }, () => one.frame(0));
    await intake.take([...useless, ...frames(one, 1, 11)].join('\n'), 'handed-in');
    expect(inspected).toEqual([]);
    expect(intake.progress).toEqual({ have: 2, need: 11 });
  });

  it('is not disturbed by a poster beside it, and gives way to a whole code', async () => {
    const { intake, inspected, hold } = desk();
    await hold([one.frame(0), 'https://example.org', one.frame(1)]);
    expect(inspected).toEqual([]);
    expect(intake.progress).toEqual({ have: 2, need: 11 });
    await hold(['LS1:CODE']);
    expect(inspected).toEqual(['LS1:CODE']);
    expect(intake.progress).toBeUndefined();
  });

  it('does not hide a poster for longer than it is there', async () => {
    const { inspected, clock, hold } = desk();
    await hold([one.frame(0)]);
    clock.ms += 1_500;
    await hold(['https://example.org']);
    expect(inspected).toEqual(['https://example.org']);
  });

  it('with data of its own is handed on as the proof that it is', async () => {
    const { inspected, proofs, hold } = desk();
    const body = Uint8Array.of(1, 2, 3);
    const { frame } = toStream(encodeStreamPayload({ kind: 'proof', body }), 40);
    await hold([frame(0), frame(1)]);
    expect(proofs).toEqual([body, body]);
    expect(inspected).toEqual([]);
  });

  it('of a later app says so, whether the frame or what it carries is newer', async () => {
    const { intake, hold } = desk();
    await hold([`LS2:${formatBase45(Uint8Array.of(2, 0, 0))}`]);
    expect(intake.failure).toBe('qr/newer-version');
    const later = toStream(Uint8Array.of(77, 1, 2), 40);
    intake.clear();
    expect(intake.failure).toBeUndefined();
    await hold([later.frame(0)]);
    expect(intake.failure).toBe('qr/newer-version');
    expect(intake.progress).toBeUndefined();
  });

  it('read wrongly says so and begins again by itself', async () => {
    const { intake, inspected, hold } = desk();
    const wrong = one.frame(0).replace(/...$/, '000');
    await hold([wrong, ...frames(one, 1, 11)]);
    expect(intake.failure).toBe('qr/damaged-stream');
    await hold(frames(one, 0, 11));
    expect(inspected).toEqual([ONE]);
    expect(intake.failure).toBeUndefined();
  });

  it('is forgotten for the next person', async () => {
    const { intake, hold } = desk();
    await hold([one.frame(0)]);
    intake.clear();
    expect(intake.progress).toBeUndefined();
    await hold([other.frame(0)]);
    expect(intake.progress).toEqual({ have: 1, need: 11 });
  });
});
