/** From a playing video to the bytes of a code, and to the verdict on the screen, beside `qr-scanner`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { FREE_PORTS, startDemo } from '../../../src/consortium/demo/index.ts';
import { chromiumFlags, chromiumPath } from '../../support/browser.ts';
import { cameraArgs, writeVideo } from '../../support/fake-camera.ts';
import { receiveFrom, type ShowCode } from '../../support/paper-wallet.ts';
import { ratioOf, spreadOf } from '../support/statistics.ts';
import { atMost, type Measured } from '../support/types.ts';
import { serveBarePage } from './camera/bare-page.ts';
import { openBaseline, openCounter, type Contestant } from './camera/contestants.ts';
import { sharpCode } from './camera/sharp-code.ts';
import type { Moments } from './camera/stopwatch.ts';

const ROUNDS = 11;
/** So that the code lies within the middle of the picture, where `qr-scanner` alone looks. */
const HELD = { version: 22, modulePx: 4 };
/** A document is registered soon, and then the chain is as quiet as at night. */
const INTERVALS = { blocks: { blockMs: 100, idleMs: 20_000 }, desk: { batchOpenMs: 200 } };
const BASELINE = 'qr-scanner 1.4.2';
const OPEN = 'camera opened on an open page';
const ANEW = 'page loaded anew';

/** The app is built, served and used as by a person; each round shows a code that is new. */
export async function camera(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'lightseal-bench-'));
  const film = join(folder, 'camera.y4m');
  const demo = await startDemo({ ports: FREE_PORTS, intervals: INTERVALS, build: true });
  const bare = await serveBarePage();
  const show = await receiveFrom(demo);
  writeVideo(film, [sharpCode(await show(), HELD)]);
  const args = chromiumFlags(cameraArgs(film));
  const browser = await chromium.launch({ executablePath: chromiumPath(), args });
  try {
    const app = await openCounter(browser, `${demo.urls.app}/counter`);
    const baseline = await openBaseline(browser, bare.url);
    const open = figuresOf(OPEN, await alternate(app.scan, baseline.scan, show, film));
    const anew = figuresOf(ANEW, await alternate(app.load, baseline.load, show, film));
    return {
      rows: [...open.rows, ...anew.rows],
      // Right after it was loaded the app waits for its first sync before it judges: by design.
      targets: [...open.targets, ...anew.targets.slice(0, 1)],
    };
  } finally {
    await browser.close();
    bare.stop();
    await demo.stop();
    rmSync(folder, { recursive: true });
  }
}

interface Round {
  readonly app: Moments;
  readonly baseline: Moments;
}
type Scan = Contestant['scan'];

/** The first of the two changes from round to round. The first round warms up, and does not count. */
async function alternate(app: Scan, baseline: Scan, show: ShowCode, film: string) {
  const rounds: Round[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const text = await show();
    writeVideo(film, [sharpCode(text, HELD)]);
    const early = round % 2 === 0 ? await app(text) : undefined;
    const other = await baseline(text);
    rounds.push({ app: early ?? (await app(text)), baseline: other });
  }
  return rounds.slice(1);
}

function figuresOf(name: string, rounds: readonly Round[]): Measured {
  const toBytes = (who: keyof Round) =>
    rounds.map(({ [who]: { bytes, playing } }) => between(playing, bytes));
  const ratio = ratioOf(toBytes('app'), toBytes('baseline'));
  const toPaint = spreadOf(rounds.map(({ app: { bytes, painted } }) => between(bytes, painted)));
  return {
    rows: [
      {
        name: `${name}, app`,
        figures: {
          'ms to the bytes': spreadOf(toBytes('app')),
          'of the baseline': ratio,
          'ms from the bytes to the painted verdict': toPaint,
        },
      },
      {
        name: `${name}, ${BASELINE}`,
        figures: { 'ms to the bytes': spreadOf(toBytes('baseline')) },
      },
    ],
    targets: [
      atMost(`${name}, from playing to the bytes`, ratio.median, 1, `of ${BASELINE}`),
      atMost(`${name}, from the bytes to the painted verdict`, toPaint.median, 50, 'ms'),
    ],
  };
}

function between(from: number | undefined, to: number | undefined): number {
  if (from === undefined || to === undefined) throw new Error('a moment was missed');
  return to - from;
}
