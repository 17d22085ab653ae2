/** The scanner in a real browser, with the app's own policy, on the browser's own camera path. */
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ZXING_WASM_SHA256 } from 'zxing-wasm/reader';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBase45 } from '#core/bytes/index.ts';
import { QUIET_MODULES } from '#ui/qr/qr-layout.ts';
import { qrModules } from '#ui/qr/qr-modules.ts';
import {
  CAMERA_SIZE,
  cameraArgs,
  emptyFrame,
  HELD_SHARE,
  pictureToY4m,
  readPng,
  writeVideo,
} from '../../support/fake-camera.ts';
import { openPage, startScannerSite, type OpenPage, type ScannerSite } from './scanner-site.ts';

let site: ScannerSite;

beforeAll(async () => {
  site = await startScannerSite();
}, 120_000);

afterAll(async () => {
  await site.stop();
});

/** A code of ours with this many bytes; what they say does not matter here. */
function codeOf(size: number): string {
  const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 167 + 13 * (at >> 3)) & 0xff);
  return `LS1:${formatBase45(bytes)}`;
}

async function shown({ page }: OpenPage, text: string): Promise<Buffer> {
  await page.evaluate((shownText) => window.scannerPage.show(shownText), text);
  return page.locator('#code > div').screenshot();
}

/** Pixels of a module on the phone's screen, and in the camera's frame. */
async function modulePixels({ page }: OpenPage, text: string) {
  const whole = qrModules(text).size + 2 * QUIET_MODULES;
  const canvas = await page.locator('#code canvas').evaluate((drawn: HTMLCanvasElement) => ({
    width: drawn.width,
    share: drawn.clientWidth / (drawn.parentElement?.clientWidth ?? 1),
  }));
  const seen = (HELD_SHARE * CAMERA_SIZE.height * canvas.share) / whole;
  return { drawn: canvas.width / whole, seen: seen.toFixed(1) };
}

async function withPage(
  flags: readonly string[],
  use: (open: OpenPage) => Promise<void>,
  deviceScaleFactor?: number,
): Promise<void> {
  const open = await openPage(site, flags, deviceScaleFactor);
  try {
    await use(open);
  } finally {
    await open.close();
  }
}

const film = (name: string) => join(site.folder, name);
const scan = ({ page }: OpenPage) => page.evaluate(() => window.scannerPage.scan());

describe('a code on a phone, seen by a camera of 1280 × 720', () => {
  it('is read byte for byte, also the next one and the largest, without a complaint', async () => {
    const path = film('codes.y4m');
    writeVideo(path, [emptyFrame()]);
    await withPage(
      cameraArgs(path),
      async (open) => {
        for (const size of [1050, 1232, 1418]) {
          const text = codeOf(size);
          pictureToY4m(await shown(open, text), path);
          const { text: read, tookMs } = await scan(open);
          expect(read).toBe(text);
          const { drawn, seen } = await modulePixels(open, text);
          console.log(
            `${size} bytes: ${drawn} px per module drawn, ${seen} seen, ${tookMs} ms from asking for the camera`,
          );
        }
        const link = 'https://localhost/receive#credential_offer_uri=https%3A%2F%2Fexample';
        pictureToY4m(await shown(open, link), path);
        expect((await scan(open)).text).toBe(link);
        expect(open.troubles).toEqual([]);
      },
      3,
    );
  }, 90_000);

  it('is read from a screenshot as well', async () => {
    await withPage([], async (open) => {
      const text = codeOf(1050);
      const picture = await shown(open, text);
      const bytes = [...picture];
      const read = await open.page.evaluate((png) => window.scannerPage.readPicture(png), bytes);
      expect(read).toEqual([text]);
      expect(open.troubles).toEqual([]);
    });
  }, 60_000);
});

describe('a browser without WebAssembly', () => {
  it('reads codes all the same, off the camera and off a picture', async () => {
    const path = film('plain.y4m');
    writeVideo(path, [emptyFrame()]);
    // As lockdown modes do: no compiler for scripts, and with it no WebAssembly.
    const flags = [...cameraArgs(path), '--js-flags=--jitless'];
    await withPage(flags, async (open) => {
      expect(await open.page.evaluate(() => 'WebAssembly' in globalThis)).toBe(false);
      const text = codeOf(500);
      const picture = await shown(open, text);
      pictureToY4m(picture, path);
      expect((await scan(open)).text).toBe(text);
      const bytes = [...picture];
      const read = await open.page.evaluate((png) => window.scannerPage.readPicture(png), bytes);
      expect(read).toEqual([text]);
      expect(open.troubles).toEqual([]);
    });
  }, 60_000);
});

describe('a drawn code', () => {
  it.each([1, 1.25, 3])(
    'has modules of whole pixels, black on white, at a pixel ratio of %d',
    async (pixelRatio) => {
      await withPage(
        [],
        async (open) => {
          const { width, height, luma } = readPng(await shown(open, codeOf(830)));
          const row = (y: number) => luma.slice(y * width, (y + 1) * width);
          const first = Array.from({ length: height }, (_, y) => y).find((y) => row(y).includes(0));
          const top = row(first ?? 0);
          const left = top.indexOf(0);
          const modulePx = (top.indexOf(255, left) - left) / 7;
          expect(Number.isInteger(modulePx)).toBe(true);
          const code = top.slice(left, top.lastIndexOf(0) + 1);
          expect(new Set(code)).toEqual(new Set([0, 255]));
          expect(new Set(runs(code).map((run) => run % modulePx))).toEqual(new Set([0]));
          expect(left).toBeGreaterThanOrEqual(4 * modulePx);
          expect(first).toBeGreaterThanOrEqual(4 * modulePx);
        },
        pixelRatio,
      );
    },
    60_000,
  );
});

describe('a drawn code that is moved to another screen', () => {
  it('is drawn again in whole pixels of that screen, though its size stays', async () => {
    await withPage([], async (open) => {
      await shown(open, codeOf(830));
      const canvas = open.page.locator('#code canvas');
      const pixels = () =>
        canvas.evaluate(({ width, style }: HTMLCanvasElement) => [
          width,
          Number.parseFloat(style.width) * devicePixelRatio,
        ]);
      const [before = 0] = await pixels();
      const session = await open.page.context().newCDPSession(open.page);
      const screen = { width: 390, height: 844, mobile: false };
      await session.send('Emulation.setDeviceMetricsOverride', { ...screen, deviceScaleFactor: 3 });
      // Emulation alone does not make Chromium look at its media queries again.
      await open.page.emulateMedia({ colorScheme: 'dark' });
      await expect
        .poll(async () => (await pixels())[0], { timeout: 10_000 })
        .toBeGreaterThan(2 * before);
      const [width = 0, shownPixels = 0] = await pixels();
      expect(shownPixels).toBeCloseTo(width);
    });
  }, 60_000);
});

/** Lengths of what is of one brightness in a row. */
function runs(row: Uint8Array): number[] {
  const changes = [...row.keys()].filter((x) => row[x] !== row[x - 1]);
  return [...changes, row.length].slice(1).map((x, index) => x - (changes[index] ?? 0));
}

describe('a scanner that cannot read', () => {
  it('says so when a picture has no code, or is none', async () => {
    await withPage([], async (open) => {
      const blank = [...(await open.page.locator('video').screenshot())];
      const read = (bytes: number[]) =>
        open.page.evaluate((png) => window.scannerPage.readPicture(png), bytes);
      expect(await read(blank)).toBe('scanner/no-code');
      expect(await read([1, 2, 3])).toBe('scanner/no-code');
      expect(await read([])).toBe('scanner/no-code');
    });
  }, 60_000);

  it('says so when there is no camera', async () => {
    await withPage([], async (open) => {
      await open.page.context().grantPermissions(['camera']);
      expect((await scan(open)).text).toBe('scanner/no-camera');
    });
  }, 60_000);

  it('says so when the camera is refused', async () => {
    const flags = ['--use-fake-ui-for-media-stream=deny', '--use-fake-device-for-media-stream'];
    await withPage(flags, async (open) => {
      expect((await scan(open)).text).toBe('scanner/denied');
    });
  }, 60_000);

  it('says so when the camera is unplugged', async () => {
    const path = film('torn.y4m');
    writeVideo(path, [emptyFrame()]);
    // A film that breaks off within a frame ends Chromium's capture.
    appendFileSync(path, 'FRAME\nhalf a frame');
    await withPage(cameraArgs(path), async (open) => {
      expect(await open.page.evaluate(() => window.scannerPage.watch())).toBe('scanner/lost');
    });
  }, 60_000);
});

describe('the page around the scanner', () => {
  it('holds to the policy of the app: no worker and no markup by plain text', async () => {
    await withPage([], async ({ page }) => {
      const refused = await page.evaluate(() => {
        const attempts = [
          () => new Worker('/_app/evil.js'),
          () => (document.body.innerHTML = '<b>text</b>'),
        ];
        return attempts.map((attempt) => {
          try {
            attempt();
            return 'allowed';
          } catch (thrown) {
            return (thrown as Error).name;
          }
        });
      });
      expect(refused).toEqual(['TypeError', 'TypeError']);
    });
  }, 60_000);
});

describe('the decoder', () => {
  it('is the very one that its loader was made for', () => {
    const require = createRequire(import.meta.url);
    const wasm = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
    expect(createHash('sha256').update(wasm).digest('hex')).toBe(ZXING_WASM_SHA256);
  });
});
