/** What a page notes about a scan; runs in the page before anything of its own. */

/** Moments of one scan, in milliseconds of the page's clock. */
export interface Moments {
  /** The video began to play. */
  playing?: number;
  /** The text of the code is in the page. */
  bytes?: number;
  /** The verdict is on the screen. */
  painted?: number;
  /** What a page without a verdict has read. */
  text?: string;
  /** Every text that the app's worker has told, and when. */
  reads?: [text: string, atMs: number][];
}

declare global {
  interface Window {
    moments: Moments;
  }
}

/**
 * Fills `moments`: from a worker of the app whatever tells a text, from the page a verdict. A page
 * without such a worker notes `bytes` itself. Its source is sent to the page, so that nothing in it
 * may need a compiler's helpers: no named functions.
 */
export function watchScan(): void {
  window.moments = {};
  document.addEventListener('playing', () => (window.moments.playing ??= performance.now()), true);
  const Plain = window.Worker;
  window.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<{ texts?: readonly string[] }>) => {
        for (const text of data.texts ?? []) {
          window.moments.bytes ??= performance.now();
          (window.moments.reads ??= []).push([text, performance.now()]);
        }
      });
    }
  };
  new MutationObserver(() => {
    const isJudged = document.querySelector('[data-verdict]') !== null;
    if (!isJudged || window.moments.bytes === undefined) return;
    requestAnimationFrame(() => {
      // A message that is posted within a frame arrives after that frame was drawn.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (window.moments.painted ??= performance.now());
      port2.postMessage(undefined);
    });
  }).observe(document, { childList: true, subtree: true });
}
