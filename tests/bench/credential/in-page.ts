/** How long verifying takes, in Chromium: no Node here. */
import { plainCrypto } from '#core/crypto/index.ts';
import { credentialCrypto } from '#platform/credential-crypto.ts';
import { race } from '../support/measure.ts';
import { ratioOf, spreadOf } from '../support/statistics.ts';
import { atMost, type Measured } from '../support/types.ts';
import { CLAIMS, DISCLOSED, ours, presentation, theirs, type Verify } from './contestants.ts';

const EFFORT = { rounds: 31, sampleMs: 40 };
const OURS = 'verifySdJwt';
const BASELINE = 'baseline: @sd-jwt/sd-jwt-vc 0.20.0';
const LIMIT = 0.6;

export async function bench(): Promise<Measured> {
  const compact = await presentation();
  const native = credentialCrypto();
  const contestants: readonly (readonly [string, Verify])[] = [
    [OURS, ours(native)],
    [BASELINE, theirs(native)],
    [`${OURS} without WebCrypto`, ours(plainCrypto)],
    [`${BASELINE} without WebCrypto`, theirs(plainCrypto)],
  ];
  await agree(compact, contestants);
  const samples = await race(
    contestants.map(([name, verify]) => ({ name, run: () => verify(compact) })),
    EFFORT,
  );
  const baseline = samples.get(BASELINE) ?? [];
  const rows = [...samples].map(([name, times]) => ({
    name: `${String(CLAIMS)} claims, ${String(DISCLOSED)} disclosed, key binding, ${name}`,
    figures: { ms: spreadOf(times), 'of the baseline': ratioOf(times, baseline) },
  }));
  const { median } = ratioOf(samples.get(OURS) ?? [], baseline);
  return { rows, targets: [atMost('time to verify', median, LIMIT, 'of the baseline')] };
}

/** Whoever finds other claims is not measured. This also imports the keys. */
async function agree(compact: string, contestants: readonly (readonly [string, Verify])[]) {
  const found = await Promise.all(contestants.map(([, verify]) => verify(compact)));
  const [first = '', ...rest] = found.map((names) => [...names].sort().join());
  if (first.split(',').length < DISCLOSED || rest.some((other) => other !== first))
    throw new Error('the verifiers do not agree');
}
