/** Moving codes through the camera of the app: payload bytes a second, with codes that are not seen. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { encodeStreamPayload, StreamCollector, toStream } from '#core/qr/index.ts';
import { FREE_PORTS, startDemo } from '../../../src/consortium/demo/index.ts';
import { noise, seeded } from '../../core/qr/noise.ts';
import { chromiumFlags, chromiumPath } from '../../support/browser.ts';
import { cameraArgs, emptyFrame, writeVideo, type Picture } from '../../support/fake-camera.ts';
import { spreadOf } from '../support/statistics.ts';
import type { Measured, Row } from '../support/types.ts';
import { sharpCode } from './camera/sharp-code.ts';
import { watchScan } from './camera/stopwatch.ts';

const BYTES = 8_192;
const LOSSES = [0, 0.2, 0.4] as const;
const RUNS = 7;
const SIZE = { width: 640, height: 480 };
const HELD = { size: SIZE, modulePx: 5 };
/** As the wallet shows them, which a camera of 30 pictures a second sees three times. */
const MS_PER_CODE = 100;
const SEEN = 3;
/** Longer than any run needs. */
const CODES = 70;
const PATIENCE_MS = 20_000;

/** The app must have been built. */
export async function moving(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'lightseal-bench-'));
  const film = join(folder, 'camera.y4m');
  writeVideo(film, [emptyFrame(SIZE)]);
  const demo = await startDemo({ ports: FREE_PORTS });
  const args = chromiumFlags(cameraArgs(film));
  const browser = await chromium.launch({ executablePath: chromiumPath(), args });
  try {
    const context = await browser.newContext({ permissions: ['camera'] });
    const page = await context.newPage();
    await page.addInitScript(watchScan);
    const rows: Row[] = [];
    for (const loss of LOSSES) {
      const runs: Run[] = [];
      for (let run = 1; run <= RUNS; run++) {
        const payload = encodeStreamPayload({ kind: 'proof', body: noise(BYTES - 1, run) });
        const { need, frame } = toStream(payload);
        writeVideo(film, filmOf(frame, loss, seeded(run)));
        await page.goto(`${demo.urls.app}/counter`);
        runs.push({ need, ...(await collect(page)) });
      }
      rows.push(rowOf(loss, runs));
    }
    return { rows, targets: [] };
  } finally {
    await browser.close();
    await demo.stop();
    rmSync(folder, { recursive: true });
  }
}

interface Run {
  readonly need: number;
  readonly ms: number;
  readonly codes: number;
}

function rowOf(loss: number, runs: readonly Run[]): Row {
  return {
    name: `moving code through the camera, ${SIZE.width} × ${SIZE.height}, ${BYTES} bytes, ${loss * 100} % of codes not seen`,
    figures: {
      need: runs[0]?.need ?? 0,
      'codes read': spreadOf(runs.map(({ codes }) => codes)),
      'bytes per second': spreadOf(runs.map(({ ms }) => (BYTES * 1000) / ms)),
    },
  };
}

/** The camera never waits for the screen: the first picture of a code is half the one before. */
function filmOf(frame: (sequence: number) => string, loss: number, chance: () => number) {
  const away = emptyFrame(SIZE);
  let before = away;
  return Array.from({ length: CODES }, (_, sequence) => {
    const code = chance() < loss ? away : sharpCode(frame(sequence), HELD);
    const film = [torn(before, code), ...Array.from({ length: SEEN - 1 }, () => code)];
    before = code;
    return film;
  }).flat();
}

function torn(before: Picture, after: Picture): Picture {
  const luma = Uint8Array.from(before.luma);
  const half = luma.length / 2;
  luma.set(after.luma.subarray(0, half));
  return { ...SIZE, luma };
}

/** From the first code on, the time that it was on the screen included, until the payload is whole. */
async function collect(page: Page): Promise<Omit<Run, 'need'>> {
  const began = performance.now();
  while (performance.now() - began < PATIENCE_MS) {
    await page.waitForTimeout(200);
    const reads = await page.evaluate(() => window.moments.reads ?? []);
    const collector = new StreamCollector();
    const last = reads.find(([text]) => {
      collector.add(text);
      return collector.progress?.payload !== undefined;
    });
    const first = reads[0];
    if (last === undefined || first === undefined) continue;
    const codes = new Set(reads.slice(0, reads.indexOf(last) + 1).map(([text]) => text)).size;
    return { ms: last[1] - first[1] + MS_PER_CODE, codes };
  }
  throw new Error('the moving code was not read');
}
