import { describe, expect, it } from 'vitest';
import { CodeReader, type ReadingWorker } from '#platform/scanner/code-reader.ts';
import type { FromScanWorker, ToScanWorker } from '#workers/scan-protocol.ts';

type Listener = (event: { readonly data?: FromScanWorker; readonly message?: string }) => void;

/** A worker played by the test. */
class PlayedWorker {
  readonly heard: ToScanWorker[] = [];
  isTerminated = false;
  readonly #listeners = new Map<string, Listener>();

  postMessage(message: ToScanWorker): void {
    this.heard.push(message);
  }
  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, listener);
  }
  terminate(): void {
    this.isTerminated = true;
  }
  say(data: FromScanWorker): void {
    this.#listeners.get('message')?.({ data });
  }
  crash(message: string): void {
    this.#listeners.get('error')?.({ message });
  }
}

function readerWith(workers: PlayedWorker[]): CodeReader {
  let next = 0;
  return new CodeReader(() => workers[next++] as unknown as ReadingWorker);
}

const PICTURE = new Blob(['x']);

describe('the code reader', () => {
  it('starts one worker, and tells it first where the decoder lies on our own origin', () => {
    const worker = new PlayedWorker();
    const reader = readerWith([worker]);
    reader.warm();
    reader.warm();
    expect(worker.heard).toHaveLength(1);
    const [open] = worker.heard;
    expect(open).toMatchObject({ kind: 'open' });
    expect(open?.kind === 'open' && open.wasmUrl).toMatch(/^\/.*zxing_reader.*\.wasm/);
  });

  it('gives each answer to whoever asked', async () => {
    const worker = new PlayedWorker();
    const reader = readerWith([worker]);
    const [one, other] = [reader.readPicture(PICTURE), reader.readPicture(PICTURE)];
    worker.say({ kind: 'ready' });
    worker.say({ kind: 'read', id: 1, texts: ['B'] });
    worker.say({ kind: 'read', id: 0, texts: ['A'] });
    worker.say({ kind: 'read', id: 7, texts: ['nobody asked'] });
    expect(await Promise.all([one, other])).toEqual([['A'], ['B']]);
  });

  it('that breaks refuses what was waiting, and starts afresh for what comes', async () => {
    const workers = [new PlayedWorker(), new PlayedWorker(), new PlayedWorker()];
    const reader = readerWith(workers);
    const first = reader.readPicture(PICTURE);
    workers[0]?.say({ kind: 'broken', message: 'no wasm' });
    await expect(first).rejects.toMatchObject({ code: 'scanner/broken' });
    expect(workers[0]?.isTerminated).toBe(true);
    const second = reader.readPicture(PICTURE);
    workers[0]?.crash('late news of the first');
    workers[1]?.crash('no such script');
    await expect(second).rejects.toMatchObject({ code: 'scanner/broken' });
    const third = reader.readPicture(PICTURE);
    workers[2]?.say({ kind: 'read', id: 2, texts: ['C'] });
    expect(await third).toEqual(['C']);
  });
  it('that is closed leaves no worker behind, refuses what was waiting, and starts afresh', async () => {
    const workers = [new PlayedWorker(), new PlayedWorker()];
    const reader = readerWith(workers);
    const first = reader.readPicture(PICTURE);
    reader.close();
    reader.close();
    await expect(first).rejects.toMatchObject({ code: 'scanner/broken' });
    expect(workers[0]?.isTerminated).toBe(true);
    expect(workers[1]?.heard).toEqual([]);
    const second = reader.readPicture(PICTURE);
    workers[1]?.say({ kind: 'read', id: 1, texts: ['B'] });
    expect(await second).toEqual(['B']);
  });
});
