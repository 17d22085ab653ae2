import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../support/browser.ts';
import { Watch } from './watch.ts';

/** How a device looks and what its camera sees. */
export interface DeviceOptions {
  /** A film (`.y4m` or `.mjpeg`) in place of the camera's picture. */
  readonly camera?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly locale?: 'zh-CN' | 'en-GB';
  readonly colorScheme?: 'light' | 'dark';
}

const PHONE = { width: 390, height: 844 };

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
    args: chromiumFlags(cameraFlags(camera)),
    viewport,
    locale,
    colorScheme,
    timezoneId: 'Asia/Shanghai',
  });
  await context.grantPermissions(['camera', 'clipboard-read', 'clipboard-write'], { origin: app });
  return context;
}

function cameraFlags(camera: string | undefined): string[] {
  const film = camera === undefined ? [] : [`--use-file-for-fake-video-capture=${camera}`];
  return ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', ...film];
}
