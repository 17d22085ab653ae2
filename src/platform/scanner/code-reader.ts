/** The page's side of the scan worker. */
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { FromScanWorker, ToScanWorker } from '#workers/scan-protocol.ts';
import scanWorkerUrl from '#workers/scan.worker.ts?worker&url';
import { trustedWorkerUrl } from '../trusted-script-url.ts';
import { ScannerError } from './scanner-error.ts';

/** The part of `Worker` that is used. */
export type ReadingWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

type Texts = readonly string[];
interface Waiting {
  readonly resolve: (texts: Texts) => void;
  readonly reject: (refusal: ScannerError) => void;
}

/** Hands frames and pictures to a worker, which is started once, and again if it broke or was let go. */
export class CodeReader {
  readonly #start: () => ReadingWorker;
  readonly #waiting = new Map<number, Waiting>();
  #worker: ReadingWorker | undefined;
  #next = 0;

  constructor(start: () => ReadingWorker = startWorker) {
    this.#start = start;
  }

  /** Starts worker and decoder ahead of the first frame, so that it does not wait for them. */
  warm(): void {
    this.#running();
  }

  /**
   * Reads at most four codes. The frame is given away and closed in any case.
   *
   * @throws {@link ScannerError} `scanner/broken` if there is no decoder.
   */
  readFrame(frame: VideoFrame | ImageBitmap): Promise<Texts> {
    return this.#ask((id) => ({ kind: 'frame', id, frame }), [frame]);
  }

  /** @throws {@link ScannerError} `scanner/broken` if there is no decoder. */
  readPicture(picture: Blob): Promise<Texts> {
    return this.#ask((id) => ({ kind: 'picture', id, picture }), []);
  }

  /** Lets the worker go; what it was reading is refused. The next frame starts another. */
  close(): void {
    if (this.#worker !== undefined) this.#fail(this.#worker, 'let go');
  }

  #ask(message: (id: number) => ToScanWorker, transfer: Transferable[]): Promise<Texts> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#running().postMessage(message(id), transfer);
    });
  }

  #running(): ReadingWorker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = this.#start();
    worker.addEventListener('message', ({ data }: MessageEvent<FromScanWorker>) => {
      if (data.kind === 'read') this.#resolve(data.id, data.texts);
      else if (data.kind === 'broken') this.#fail(worker, data.message);
    });
    worker.addEventListener('error', ({ message }) => {
      this.#fail(worker, message);
    });
    worker.postMessage({ kind: 'open', wasmUrl } satisfies ToScanWorker);
    this.#worker = worker;
    return worker;
  }

  #resolve(id: number, texts: Texts): void {
    this.#waiting.get(id)?.resolve(texts);
    this.#waiting.delete(id);
  }

  #fail(worker: ReadingWorker, message: string): void {
    if (worker !== this.#worker) return;
    worker.terminate();
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) {
      reject(new ScannerError('scanner/broken', message));
    }
    this.#waiting.clear();
  }
}

function startWorker(): Worker {
  return new Worker(trustedWorkerUrl(scanWorkerUrl), { type: 'module' });
}
