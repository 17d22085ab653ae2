/**
 * Presentations spoilt at random: none is accepted, none crashes, none takes long. `LIGHTSEAL_RUNS=1000000`
 * spoils a million.
 */
import { expect, it } from 'vitest';
import { CredentialError, verifySdJwt } from '#core/credential/index.ts';
import { credentialCrypto } from '#platform/credential-crypto.ts';
import { BASE, bind, BOUND, craft, digest } from './craft.ts';
import type { Json } from '#core/credential/index.ts';

const RUNS = Number(process.env['LIGHTSEAL_RUNS'] ?? 4_000);
/** Of the processor's time, which others on the machine do not lengthen. */
const SLOW_US = 50_000;
const ALPHABET = 'ABCxyz019-_.~=+{}"[\u0000\u00e9\u4e2d';

/** A small generator, the same in each run (Numerical Recipes). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

async function presentation(): Promise<string> {
  const inner: Json = ['aW5uZXJzYWx0aW5uZXJz', 'city', '示例市'];
  const outer: Json = ['b3V0ZXJzYWx0b3V0ZXJz', 'address', { _sd: [digest(inner)] }];
  const element: Json = ['ZWxlbWVudHNhbHRlbGVt', '甲'];
  const items = [{ '...': digest(element) }, '乙'];
  return bind(await craft({ ...BASE, items, _sd: [digest(outer)] }, [outer, inner, element]));
}

/** Changes, takes away, doubles or moves a piece: of one character, or of one part. */
function spoil(whole: string, below: (limit: number) => number): string {
  const parts = whole.split(/([.~])/);
  const [at, other] = [below(parts.length), below(parts.length)];
  const place = below(whole.length);
  const letter = ALPHABET.charAt(below(ALPHABET.length));
  switch (below(6)) {
    case 0:
      return whole.slice(0, place) + letter + whole.slice(place + 1);
    case 1:
      return whole.slice(0, place) + letter + whole.slice(place);
    case 2:
      return whole.slice(0, place) + whole.slice(place + 1 + below(3));
    case 3:
      return parts.with(at, parts[other] ?? '').join('');
    case 4:
      return parts.toSpliced(at, 1 + below(3)).join('');
    default:
      return parts.toSpliced(at, 0, ...parts.slice(other, other + 2)).join('');
  }
}

it(`accepts none of ${String(RUNS)} spoilt presentations`, { timeout: 3_600_000 }, async () => {
  const whole = await presentation();
  const crypto = credentialCrypto();
  const below = numbers(20261126);
  const judge = (spoilt: string) =>
    verifySdJwt(spoilt, BOUND, crypto).then(() => 'accepted', codeOf);
  const slow: string[] = [];
  for (let run = 0; run < RUNS; run++) {
    const spoilt = spoil(whole, below);
    const { code, us } = await timed(() => judge(spoilt));
    if ((code === 'accepted') !== (spoilt === whole)) expect.fail(`${code}: ${spoilt}`);
    if (us > SLOW_US && (await isAlwaysSlow(() => judge(spoilt)))) slow.push(spoilt);
  }
  expect(slow).toEqual([]);
  await expect(verifySdJwt(whole, BOUND, crypto)).resolves.toBeDefined();
});

/** What is slow by itself is slow each time; collecting garbage is not. */
async function isAlwaysSlow(judge: () => Promise<string>): Promise<boolean> {
  for (let again = 0; again < 3; again++) if ((await timed(judge)).us <= SLOW_US) return false;
  return true;
}

async function timed(judge: () => Promise<string>): Promise<{ code: string; us: number }> {
  const start = process.cpuUsage();
  const code = await judge();
  const { user, system } = process.cpuUsage(start);
  return { code, us: user + system };
}

function codeOf(error: unknown): string {
  if (error instanceof CredentialError) return error.code;
  throw error;
}
