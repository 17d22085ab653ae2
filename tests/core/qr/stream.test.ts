import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, formatBase45, parseBase45 } from '#core/bytes/index.ts';
import { FRAME_BYTES, isStreamText, StreamCollector, toStream } from '#core/qr/index.ts';
import { noise, seeded } from './noise.ts';
import { refusalOf } from '../../support/refusal.ts';

const PAYLOAD = noise(4_000, 1);

/** Takes frames until all is there; `seen` says which of those shown are read. */
function collect(
  frame: (sequence: number) => string,
  seen: (shown: number) => boolean,
  most: number,
): { readonly payload: Uint8Array | undefined; readonly shown: number } {
  const collector = new StreamCollector();
  for (let shown = 0; shown < most; shown++) {
    if (!seen(shown)) continue;
    const { payload } = collector.add(frame(shown));
    if (payload !== undefined) return { payload, shown: shown + 1 };
  }
  return { payload: undefined, shown: most };
}

const adding = (text: string) => refusalOf(() => new StreamCollector().add(text));

/** A frame's text from its bytes, with some of them replaced. */
function changed(text: string, from: number, ...values: readonly number[]): string {
  const bytes = parseBase45(text.slice(4));
  bytes.set(values, from);
  return `LS2:${formatBase45(bytes)}`;
}

describe('a stream', () => {
  it('shows every byte once before it repeats anything', () => {
    const { need, frame } = toStream(PAYLOAD);
    expect(need).toBe(9);
    expect(collect(frame, () => true, need).payload).toEqual(PAYLOAD);
  });

  it('is made of alphanumeric codes no longer than asked, all of one length', () => {
    const { frame } = toStream(PAYLOAD, 300);
    const texts = [0, 5, 13, 200, 255, 256, 70_000].map(frame);
    for (const text of texts) {
      expect(text).toMatch(/^LS2:[0-9A-Z $%*+\-./:]+$/);
      expect(isStreamText(text)).toBe(true);
    }
    expect(new Set(texts.map(({ length }) => length)).size).toBe(1);
    expect(parseBase45((texts[0] ?? '').slice(4)).length).toBeLessThanOrEqual(300);
  });

  it('is the same whenever it is made, and begins again at the end of its numbers', () => {
    const [one, other] = [toStream(PAYLOAD), toStream(PAYLOAD)];
    for (const at of [0, 8, 9, 255, 256, 99_999]) expect(one.frame(at)).toBe(other.frame(at));
    expect(one.frame(2 ** 24 + 3)).toBe(one.frame(3));
  });

  it('never changes its form: frames of today are read tomorrow', () => {
    const { frame } = toStream(Uint8Array.of(1, 2, 3, 4, 5), 17);
    expect([0, 2, 3, 300].map(frame)).toEqual(FIXED_FRAMES);
  });

  it('comes together from any frames, in any order, with repeats', () => {
    const sizes = fc.integer({ min: 1, max: 3_000 });
    const frames = fc.integer({ min: 20, max: 300 });
    fc.assert(
      fc.property(sizes, frames, fc.nat(), (size, frameBytes, seed) => {
        const payload = noise(size, seed);
        const random = seeded(seed);
        const { need, frame } = toStream(payload, Math.max(frameBytes, 16 + Math.ceil(size / 200)));
        const collector = new StreamCollector();
        let shown = 0;
        for (; collector.progress?.payload === undefined && shown < 4 * need + 20; shown++) {
          // From a range that makes both repeats and all three kinds of frames likely.
          collector.add(frame(Math.floor(random() * (need + 400))));
        }
        expect(collector.progress).toEqual({ have: need, need, payload });
      }),
      { numRuns: 25 },
    );
  });

  it('needs exactly as many of its first 256 frames as it has symbols, whichever they are', () => {
    const { need, frame } = toStream(noise(2_000, 3), 80);
    fc.assert(
      fc.property(fc.shuffledSubarray(numbers(256), { minLength: need, maxLength: need }), (of) => {
        const collector = new StreamCollector();
        for (const sequence of of) collector.add(frame(sequence));
        expect(collector.progress?.have).toBe(need);
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    [0, 1],
    [0.2, 1.6],
    [0.4, 2.2],
  ])('comes together over several passes at a loss of %d', (loss, factor) => {
    for (const seed of [1, 2, 3]) {
      const random = seeded(seed);
      const payload = noise(20_000, seed);
      const { need, frame } = toStream(payload);
      const read = collect(frame, () => random() >= loss, 4 * need);
      expect(read.payload).toEqual(payload);
      expect(read.shown).toBeLessThanOrEqual(Math.ceil(factor * need));
    }
  });

  it('may be joined at any time', () => {
    const { need, frame } = toStream(PAYLOAD);
    const late = (shown: number) => frame(5_000 + shown);
    expect(collect(late, () => true, need + 3).payload).toEqual(PAYLOAD);
  });

  it('of the largest size comes together, and no larger one is made', () => {
    const largest = noise(256 * 1024, 7);
    const { need, frame } = toStream(largest, FRAME_BYTES.usual);
    const random = seeded(7);
    const read = collect(frame, () => random() > 0.1, 2 * need);
    expect(read.payload?.length).toBe(largest.length);
    expect(refusalOf(() => toStream(new Uint8Array(256 * 1024 + 1), 800))).toBe('qr/too-large');
    expect(refusalOf(() => toStream(largest, 200))).toBe('qr/too-large');
    expect(refusalOf(() => toStream(new Uint8Array()))).toBe('qr/too-large');
  });
});

describe('collecting', () => {
  it('says how far it is, and a repeat adds nothing', () => {
    const { need, frame } = toStream(PAYLOAD);
    const collector = new StreamCollector();
    expect(collector.progress).toBeUndefined();
    collector.add(frame(4));
    collector.add(frame(0));
    collector.add(frame(4));
    expect(collector.progress).toEqual({ have: 2, need, payload: undefined });
  });

  it('keeps what is complete, whatever comes after', () => {
    const { need, frame } = toStream(PAYLOAD);
    const collector = new StreamCollector();
    for (const at of numbers(need)) collector.add(frame(at));
    expect(collector.add(frame(77)).payload).toEqual(PAYLOAD);
    expect(collector.progress?.have).toBe(need);
  });

  it('forgives line ends, lower case and full width, as pasting makes them', () => {
    const { need, frame } = toStream(noise(30, 1));
    const mangled = ` ${frame(0).toLowerCase().replace(':', '：')}\r\n`;
    expect(new StreamCollector().add(mangled).have).toBe(need);
  });

  it('refuses frames of another stream and keeps the first, until told to start over', () => {
    const [one, other] = [toStream(PAYLOAD), toStream(noise(4_000, 2))];
    const collector = new StreamCollector();
    collector.add(one.frame(0));
    expect(refusalOf(() => collector.add(other.frame(1)))).toBe('qr/mixed-streams');
    expect(collector.add(one.frame(1)).have).toBe(2);
    collector.startOver();
    expect(collector.progress).toBeUndefined();
    expect(collector.add(other.frame(1)).have).toBe(1);
  });

  it('refuses the same payload in frames of another size as another stream', () => {
    const collector = new StreamCollector();
    collector.add(toStream(PAYLOAD).frame(0));
    expect(refusalOf(() => collector.add(toStream(PAYLOAD, FRAME_BYTES.large).frame(0)))).toBe(
      'qr/mixed-streams',
    );
  });

  it('sees that a frame was wrong, and is not spoilt by it for ever', () => {
    const { need, frame } = toStream(PAYLOAD);
    const collector = new StreamCollector();
    collector.add(changed(frame(0), 20, 0xff, 0xfe));
    for (const at of numbers(need - 2)) collector.add(frame(at + 1));
    expect(refusalOf(() => collector.add(frame(need - 1)))).toBe('qr/damaged-stream');
    expect(collector.progress).toEqual({ have: 0, need, payload: undefined });
    for (const at of numbers(need)) collector.add(frame(at));
    expect(collector.progress?.payload).toEqual(PAYLOAD);
  });
});

describe('a frame', () => {
  const good = toStream(PAYLOAD).frame(0);

  it('of a later version is newer', () => {
    expect(adding(good.replace('LS2', 'LS3'))).toBe('qr/newer-version');
    expect(adding(changed(good, 0, 2))).toBe('qr/newer-version');
    expect(adding(good)).toBe('none');
  });

  it('of nobody we know is foreign', () => {
    expect(adding('https://example.com')).toBe('qr/foreign');
    expect(adding(good.replace('LS2', 'LS1'))).toBe('qr/foreign');
    expect(isStreamText('LS1:ABC')).toBe(false);
  });

  it('that promises too much is refused before anything is set aside', () => {
    expect(adding(changed(good, 9, 4, 0, 1))).toBe('qr/too-large');
    expect(adding(toStream(noise(20, 1), 17).frame(0))).toBe('none');
    expect(adding(changed(toStream(noise(20, 1), 17).frame(0), 9, 0, 8, 1))).toBe('qr/too-large');
    expect(adding(`LS2:${'A'.repeat(4_293)}`)).toBe('qr/too-large');
  });

  it('that says nothing, or more than there is, is malformed', () => {
    expect(adding(changed(good, 0, 0))).toBe('qr/malformed');
    expect(adding(changed(good, 9, 0, 0, 0))).toBe('qr/malformed');
    expect(adding(changed(good, 9, 0, 0, 9))).toBe('qr/malformed');
    const headOnly = parseBase45(good.slice(4)).slice(0, 15);
    expect(adding(`LS2:${formatBase45(headOnly)}`)).toBe('qr/malformed');
    expect(adding('LS2:')).toBe('qr/malformed');
    expect(adding('LS2:#')).toBe('qr/malformed');
  });

  it('is refused or taken, whatever its bytes are, and never breaks', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, headed) => {
        const whole = headed ? concatBytes(Uint8Array.of(1), bytes) : bytes;
        expect([
          'none',
          'qr/malformed',
          'qr/newer-version',
          'qr/too-large',
          'qr/damaged-stream',
        ]).toContain(adding(`LS2:${formatBase45(whole)}`));
      }),
    );
  });
});

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}

/** `1 2`, `5 0`, a row of the Cauchy matrix, a pseudo-random row. */
const FIXED_FRAMES = [
  'LS2:C80OGVDMS.MRGR950000010020',
  'LS2:C80OGVDMS.MRGR9500000MB000',
  'LS2:C80OGVDMS.MRGR9500000*J0M5',
  'LS2:C80OGVDMS.MRGR9500100/S5X2',
];
