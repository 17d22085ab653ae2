import { expect, type BrowserContext } from '@playwright/test';

/** Notes whom the pages of a device ask, and what they complain about. */
export class Watch {
  readonly #asked = new Map<string, string>();
  readonly #troubles: string[] = [];
  readonly #expected: RegExp[] = [];
  readonly #expectedOrigins = new Set<string>();

  /** Follows every page, worker and service worker of a context from now on. */
  follow(context: BrowserContext): void {
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol !== 'data:' && url.protocol !== 'blob:') {
        this.#asked.set(url.origin, request.url());
      }
    });
    context.on('console', (message) => {
      const isTrouble = message.type() === 'error' || message.type() === 'warning';
      if (isTrouble) this.#troubles.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => {
      this.#troubles.push(`page: ${String(error.error())}`);
    });
  }

  /** Origins that were asked so far. */
  get asked(): readonly string[] {
    return [...this.#asked.keys()];
  }

  /** Announces trouble that the test makes itself, such as a server that it stops. */
  expectTrouble(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Announces others whom the person has told the device to ask. */
  expectAsked(urls: readonly string[]): void {
    for (const url of urls) this.#expectedOrigins.add(new URL(url).origin);
  }

  /** Fails if anybody else was asked, or if a page complained about anything unannounced. */
  judge(known: ReadonlySet<string>): void {
    const strangers = [...this.#asked].filter(
      ([origin]) => !known.has(origin) && !this.#expectedOrigins.has(origin),
    );
    expect(
      strangers.map(([, url]) => url),
      'requests to anybody else',
    ).toEqual([]);
    const unexpected = this.#troubles.filter(
      (trouble) => !this.#expected.some((pattern) => pattern.test(trouble)),
    );
    expect(unexpected, 'errors of the pages').toEqual([]);
  }
}
