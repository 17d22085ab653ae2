import { join } from 'node:path';
import { chromium, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../support/browser.ts';
import {
  cameraArgs,
  emptyFrame,
  pictureToY4m,
  picturesToY4m,
  STILL_RATE,
  writeVideo,
} from '../support/fake-camera.ts';
import { Watch } from './watch.ts';

/** How a device looks and what its camera sees. */
export interface DeviceOptions {
  /** A film (`.y4m` or `.mjpeg`) of one's own in place of what is held up to the camera. */
  readonly camera?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly locale?: 'zh-CN' | 'en-GB';
  readonly colorScheme?: 'light' | 'dark';
}

const PHONE = { width: 390, height: 844 };
/** Narrower than this is a phone, which draws two pixels to the point. */
const DESK_WIDTH = 700;
/** Of a cheap webcam; a film of many frames stays small. */
const SMALL_CAMERA = { width: 640, height: 480 };
/** Whatever name is looked up but this machine's, nobody is there. */
const NO_OUTSIDE = '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1';

/** A browser of its own with a disk of its own: what it stores survives a restart. */
export class Device {
  readonly folder: string;
  readonly watch = new Watch();
  readonly #app: string;
  readonly #options: DeviceOptions;
  #context: BrowserContext;

  private constructor(
    app: string,
    folder: string,
    options: DeviceOptions,
    context: BrowserContext,
  ) {
    this.folder = folder;
    this.#app = app;
    this.#options = options;
    this.#context = context;
    this.watch.follow(context);
  }

  /** @param app - Origin of the app, where the camera is allowed. */
  static async open(app: string, folder: string, options: DeviceOptions = {}): Promise<Device> {
    writeVideo(filmIn(folder), [emptyFrame()], STILL_RATE);
    return new Device(app, folder, options, await launch(app, folder, options));
  }

  get context(): BrowserContext {
    return this.#context;
  }

  /** A new tab at a path of the app. */
  async visit(path: string): Promise<Page> {
    const page = await this.#context.newPage();
    await page.goto(`${this.#app}${path}`);
    return page;
  }

  /** Closes the browser and starts it again with the same disk, and another film if there is one. */
  async restart(camera = this.#options.camera): Promise<void> {
    await this.#context.close();
    const options = { ...this.#options, ...(camera !== undefined && { camera }) };
    this.#context = await launch(this.#app, this.folder, options);
    this.watch.follow(this.#context);
  }

  /**
   * Holds something up to the camera: a page's element as it is drawn, or a picture in PNG. What
   * opens the camera from now on sees it; nothing clears it away.
   */
  async holdUp(shown?: Locator | Uint8Array): Promise<void> {
    const film = filmIn(this.folder);
    if (shown === undefined) writeVideo(film, [emptyFrame()], STILL_RATE);
    else if (shown instanceof Uint8Array) pictureToY4m(shown, film);
    else pictureToY4m(await shown.screenshot({ animations: 'disabled' }), film);
  }

  /** Holds up pictures in PNG, one after the other and again; `undefined` is one that is lost. */
  holdUpMoving(pictures: readonly (Uint8Array | undefined)[]): void {
    picturesToY4m(pictures, filmIn(this.folder), SMALL_CAMERA);
  }

  /** Resolves once the service worker has everything that an offline start needs. */
  async readyForOffline(page: Page): Promise<void> {
    await page.waitForFunction(async () => {
      const { active } = await navigator.serviceWorker.ready;
      return active?.state === 'activated' && navigator.serviceWorker.controller !== null;
    });
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}

async function launch(
  app: string,
  folder: string,
  { camera, viewport = PHONE, locale = 'zh-CN', colorScheme = 'light' }: DeviceOptions,
): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: chromiumPath(),
    args: chromiumFlags([NO_OUTSIDE, ...cameraArgs(camera ?? filmIn(folder))]),
    viewport,
    deviceScaleFactor: viewport.width < DESK_WIDTH ? 2 : 1,
    locale,
    colorScheme,
    timezoneId: 'Asia/Shanghai',
  });
  await context.grantPermissions(['camera', 'clipboard-read', 'clipboard-write'], { origin: app });
  return context;
}

/** What this device's camera sees; each browser needs a film of its own. */
function filmIn(folder: string): string {
  return join(folder, 'camera.y4m');
}
