/** A page with nothing but a code to show and a scanner, for tests that drive it. */
import { mount, unmount } from 'svelte';
import { isRefusal } from '#core/errors.ts';
import { QrScanner, type ScannerState } from '#platform/scanner/qr-scanner.ts';
import QrCode from '#ui/qr/QrCode.svelte';

/** What tests find on the page's window. */
export interface ScannerPage {
  show(text: string): Promise<void>;
  /** The first text seen, or the code of what went wrong; and how long it took. */
  scan(): Promise<{ readonly text: string; readonly tookMs: number }>;
  /** Until it goes wrong. */
  watch(): Promise<string>;
  stop(): void;
  readPicture(bytes: readonly number[]): Promise<readonly string[] | string>;
}

const scanner = new QrScanner();
let shown: ReturnType<typeof mount> | undefined;

const page: ScannerPage = {
  async show(text) {
    if (shown !== undefined) await unmount(shown);
    const target = element('#code');
    shown = mount(QrCode, { target, props: { text, label: 'Code' } });
  },
  scan() {
    const began = performance.now();
    return new Promise((resolve) => {
      const answer = (text: string) => {
        scanner.stop();
        resolve({ text, tookMs: Math.round(performance.now() - began) });
      };
      const first = ([text]: readonly string[]) => {
        if (text !== undefined) answer(text);
      };
      scanner.start(video(), first, (state) => {
        if (state.kind === 'trouble') answer(state.refusal.code);
      });
    });
  },
  watch() {
    return new Promise((resolve) => {
      const onState = (state: ScannerState) => {
        if (state.kind === 'trouble') resolve(state.refusal.code);
      };
      scanner.start(video(), () => undefined, onState);
    });
  },
  stop() {
    scanner.stop();
  },
  async readPicture(bytes) {
    try {
      return await scanner.readPicture(new Blob([Uint8Array.from(bytes)]));
    } catch (thrown) {
      if (isRefusal(thrown)) return thrown.code;
      throw thrown;
    }
  },
};

function element(selector: string): Element {
  const found = document.querySelector(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
}

function video(): HTMLVideoElement {
  return element('video') as HTMLVideoElement;
}

Object.assign(window, { scannerPage: page });
