/**
 * Damaged codes and streams of frames: none is accepted, none breaks anything, none takes long.
 * `LIGHTSEAL_FUZZ` says how many.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeCbor, encodeCbor, formatBase45, parseBase45 } from '#core/bytes/index.ts';
import { isRefusal } from '#core/errors.ts';
import { decodeEnvelope, StreamCollector, toStream, type Presentation } from '#core/qr/index.ts';
import { verify } from '#core/verify/index.ts';
import { buildCase, NOW, POLICY, type BuiltCase } from '../../support/case-builder.ts';
import { bodyOf, bytesOf, codeOf, rawCode } from './code-parts.ts';
import { below, mutateBytes, mutateCbor, mutateText, pick, type Chance } from './mutate.ts';
import { noise, seeded } from './noise.ts';

const TOTAL = Number(process.env['LIGHTSEAL_FUZZ'] ?? 20_000);
/** Each one that decodes costs a verdict, so there are fewer of them than of damaged frames. */
const CODES = Math.ceil(TOTAL / 4);
const MOST_MS = 50;
/** Bytes of a frame before its symbol. */
const HEAD = 15;
const MOST_MEMORY = 256 * 1024 * 1024;
/** Rarely enough to cost little, often enough that nothing large is collected in between. */
const LOOK_EVERY = 100;
const TIMEOUT_MS = 60_000 + TOTAL * 40;

let good: BuiltCase;
let other: string;

beforeAll(async () => {
  good = await buildCase();
  other = (await buildCase({ payload: { name: '另一家示例公司' } })).text;
});

/** Milliseconds of work: a machine that does something else meanwhile is no property of the code. */
function timed<T>(action: () => T): { readonly result: T; readonly ms: number } {
  const [began, busy] = [performance.now(), process.cpuUsage()];
  const result = action();
  const { user, system } = process.cpuUsage(busy);
  return { result, ms: Math.min(performance.now() - began, (user + system) / 1000) };
}

/** The most memory that was in use at once, above what was in use before. */
function watchMemory(): { look(count: number): void; readonly most: number } {
  const inUse = () => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = inUse();
  let most = 0;
  return {
    look: (count) => {
      if (count % LOOK_EVERY === 0) most = Math.max(most, inUse() - before);
    },
    get most() {
      return most;
    },
  };
}

/** What takes long because of its input takes long again; a compiler or collector at work does not. */
function timedAgain<T>(action: () => T): { readonly result: T; readonly ms: number } {
  const first = timed(action);
  return first.ms < MOST_MS ? first : timed(action);
}

function decoded(text: string): Presentation | undefined {
  try {
    return decodeEnvelope(text);
  } catch (refusal) {
    if (isRefusal(refusal)) return undefined;
    throw refusal;
  }
}

function isOriginal(read: Presentation, original: BuiltCase): boolean {
  return (
    read.sdJwt === original.sdJwt && JSON.stringify(read.anchor) === JSON.stringify(original.anchor)
  );
}

/** A code damaged at one of its layers, or at several. */
function damaged(chance: Chance, text: string): string {
  const bytes = bytesOf(text);
  switch (below(chance, 5)) {
    case 0:
      return mutateText(chance, text, other);
    case 1:
      return `LS1:${formatBase45(mutateBytes(chance, bytes, bytesOf(other)))}`;
    case 2:
      return rawCode(mutateBytes(chance, bytes.subarray(4), bytes), [1, bytes[1] ?? 0]);
    case 3:
      return codeOf(mutateBytes(chance, bodyOf(text), bodyOf(other)), pick(chance, [0, 1]));
    default:
      return codeOf(encodeCbor(mutateCbor(chance, decodeCbor(bodyOf(text), 4096))));
  }
}

describe('damaged codes', () => {
  it('are never accepted, break nothing and take no time', { timeout: TIMEOUT_MS }, () => {
    const chance = seeded(1);
    const judge = (text: string) => verify(text, good.trust, POLICY, () => false, NOW).verdict;
    expect(judge(good.text)).toBe('accepted');
    const memory = watchMemory();
    let [read, worstMs, verdictMs] = [0, 0, 0];
    for (let count = 0; count < CODES; count++) {
      const text = damaged(chance, good.text);
      const { result, ms } = timedAgain(() => decoded(text));
      worstMs = Math.max(worstMs, ms);
      memory.look(count);
      // Spaces at the ends are forgiven, so some damage is none.
      if (result === undefined || isOriginal(result, good)) continue;
      read++;
      const judged = timedAgain(() => judge(text));
      verdictMs = Math.max(verdictMs, judged.ms);
      if (judged.result === 'accepted') throw new Error(`accepted: ${text}`);
    }
    expect(read).toBeGreaterThan(TOTAL / 100);
    console.log(
      `${CODES} damaged codes, ${worstMs.toFixed(1)} ms at most; ${read} of them decoded, none ` +
        `accepted, ${verdictMs.toFixed(1)} ms at most; ${inMebibytes(memory.most)} at most`,
    );
    expect(worstMs).toBeLessThan(MOST_MS);
    expect(verdictMs).toBeLessThan(MOST_MS);
    expect(memory.most).toBeLessThan(MOST_MEMORY);
  });
});

/** A stream in which some frames are damaged, forged or of another stream. */
function damagedFrame(chance: Chance, text: string, strange: string): string {
  const bytes = parseBase45(text.slice(4));
  switch (below(chance, 4)) {
    case 0:
      return mutateText(chance, text, strange);
    case 1:
      return `LS2:${formatBase45(mutateBytes(chance, bytes, parseBase45(strange.slice(4))))}`;
    case 2:
      return `LS2:${formatBase45(bytes.map((byte, at) => (at < HEAD ? byte : byte ^ at)))}`;
    default:
      return strange;
  }
}

describe('damaged streams', () => {
  it(
    'give what was sent or nothing, break nothing and take no time',
    { timeout: TIMEOUT_MS },
    () => {
      const chance = seeded(2);
      const foreign = noise(900, 9);
      const strange = toStream(foreign, 200).frame(1);
      const memory = watchMemory();
      let [frames, harmed, complete, worstMs] = [0, 0, 0, 0];
      for (let run = 0; harmed < TOTAL - CODES; run++) {
        const payload = noise(1 + below(chance, run % 50 === 0 ? 100_000 : 3_000), run);
        const { need, frame } = toStream(payload, Math.max(120, Math.ceil(payload.length / 200)));
        const collector = new StreamCollector();
        const share = pick(chance, [0.01, 0.1, 0.6, 0.9]);
        for (let shown = 0; shown < 4 * need; shown++, frames++) {
          const text = frame(below(chance, 600));
          const isHarmed = chance() < share;
          if (isHarmed) harmed++;
          const taken = isHarmed ? damagedFrame(chance, text, strange) : text;
          const { ms } = timed(() => {
            add(collector, taken);
          });
          worstMs = Math.max(worstMs, ms);
          memory.look(frames);
        }
        const got = collector.progress?.payload;
        if (got === undefined) continue;
        complete++;
        // A stranger's frame may have come first, and then that is the stream.
        if (!isSame(got, payload) && !isSame(got, foreign))
          throw new Error(`run ${run}: another payload`);
      }
      expect(complete).toBeGreaterThan(0);
      console.log(
        `${frames} frames, ${harmed} of them damaged, ${complete} payloads as they were sent; ` +
          `${worstMs.toFixed(1)} ms at most; ${inMebibytes(memory.most)} at most`,
      );
      expect(worstMs).toBeLessThan(MOST_MS);
      expect(memory.most).toBeLessThan(MOST_MEMORY);
    },
  );
});

function add(collector: StreamCollector, text: string): void {
  try {
    collector.add(text);
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
    if (refusal.code === 'qr/mixed-streams' && text.length % 7 === 0) collector.startOver();
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a).equals(Buffer.from(b));
}

function inMebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
