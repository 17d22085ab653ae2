/**
 * Moving codes without a camera: each code that is not lost is read once, at ten a second. It shows what
 * the erasure code costs for any payload; `moving.ts` shows what a camera makes of it.
 */
import { create } from 'qrcode';
import { StreamCollector, toStream } from '#core/qr/index.ts';
import { noise, seeded } from '../../core/qr/noise.ts';
import { spreadOf } from '../support/statistics.ts';
import type { Measured, Row } from '../support/types.ts';

const CODES_PER_SECOND = 10;
const RUNS = 31;
const LOSSES = [0, 0.2, 0.4] as const;
const PAYLOADS = [2_000, 8_192, 20_480, 131_072] as const;
/** What codes of versions 10, 15 and 20 hold at level L. */
const FRAMES = [258, 502, 830] as const;

export function streams(): Promise<Measured> {
  const rows = FRAMES.flatMap((frameBytes) =>
    PAYLOADS.flatMap((bytes) => LOSSES.map((loss) => measure(bytes, frameBytes, loss))),
  );
  return Promise.resolve({ rows, targets: [] });
}

function measure(bytes: number, frameBytes: number, loss: number): Row {
  const payload = noise(bytes, bytes);
  const { need, frame } = toStream(payload, frameBytes);
  const { version } = create([{ data: frame(0), mode: 'alphanumeric' }], {
    errorCorrectionLevel: 'L',
  });
  const runs = Array.from({ length: bytes > 100_000 ? 5 : RUNS }, (_, run) =>
    collect(frame, loss, seeded(run + 1)),
  );
  return {
    name: `moving code, simulated, version ${version}, ${bytes} bytes, ${loss * 100} % of codes lost`,
    figures: {
      need,
      shown: spreadOf(runs.map(({ shown }) => shown)),
      'bytes per second': spreadOf(runs.map(({ shown }) => (bytes * CODES_PER_SECOND) / shown)),
      'ms per code read': spreadOf(runs.map(({ msPerCode }) => msPerCode)),
    },
  };
}

/** Shows code after code, from the first on, until all is there. */
function collect(frame: (sequence: number) => string, loss: number, random: () => number) {
  const collector = new StreamCollector();
  let [shown, read, spentMs] = [0, 0, 0];
  while (collector.progress?.payload === undefined) {
    const text = frame(shown++);
    if (random() < loss) continue;
    const began = performance.now();
    collector.add(text);
    spentMs += performance.now() - began;
    read++;
  }
  return { shown, msPerCode: spentMs / read };
}
