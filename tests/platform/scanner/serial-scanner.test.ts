import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  knownScanner,
  listenToScanner,
  serialPorts,
  type ScannerPort,
} from '#platform/scanner/serial-scanner.ts';

/** A scanner on a line, played by the test. */
class PlayedPort implements ScannerPort {
  readonly readable: ReadableStream<Uint8Array>;
  openedAt: number | undefined;
  closed = 0;
  #line: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor() {
    this.readable = new ReadableStream({
      start: (controller) => {
        this.#line = controller;
      },
    });
  }
  open({ baudRate }: { readonly baudRate: number }): Promise<void> {
    this.openedAt = baudRate;
    return Promise.resolve();
  }
  close(): Promise<void> {
    this.closed++;
    return Promise.resolve();
  }
  async say(text: string): Promise<void> {
    this.#line?.enqueue(new TextEncoder().encode(text));
    await vi.advanceTimersByTimeAsync(1);
  }
  async unplug(): Promise<void> {
    this.#line?.error(new Error('device lost'));
    await vi.advanceTimersByTimeAsync(1);
  }
}

async function listening() {
  const port = new PlayedPort();
  const heard: string[] = [];
  let ends = 0;
  const stop = await listenToScanner(port, {
    onText: (text) => heard.push(text),
    onEnd: () => ends++,
  });
  return { port, heard, stop, ends: () => ends };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a scanner on a serial line', () => {
  it.each(['\r', '\n', '\r\n', '\t'])('is heard up to the end mark %j', async (mark) => {
    const { port, heard } = await listening();
    expect(port.openedAt).toBe(9600);
    await port.say(`LS1:ABC${mark}LS1:DEF${mark}`);
    expect(heard).toEqual(['LS1:ABC', 'LS1:DEF']);
  });

  it('is heard in pieces, and without an end mark after a pause', async () => {
    const { port, heard } = await listening();
    await port.say('LS1:');
    await vi.advanceTimersByTimeAsync(150);
    await port.say('ABC ');
    await vi.advanceTimersByTimeAsync(150);
    expect(heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(60);
    expect(heard).toEqual(['LS1:ABC ']);
    await port.say('LS1:DEF\r');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(heard).toEqual(['LS1:ABC ', 'LS1:DEF']);
  });

  it('that never ends is not kept', async () => {
    const { port, heard } = await listening();
    await port.say('A'.repeat(8_193));
    await port.say('LS1:ABC\r');
    expect(heard).toEqual(['LS1:ABC']);
  });

  it('is given back when told to stop, and reports nothing half read', async () => {
    const { port, heard, stop, ends } = await listening();
    await port.say('LS1:HALF');
    await stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(heard).toEqual([]);
    expect(port.closed).toBe(1);
    expect(ends()).toBe(1);
  });

  it('that is unplugged ends, whatever it was saying', async () => {
    const { port, heard, ends } = await listening();
    await port.say('LS1:HALF');
    await port.unplug();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(heard).toEqual([]);
    expect(ends()).toBe(1);
  });

  it('that another program holds is refused', async () => {
    const port = new PlayedPort();
    port.open = () => Promise.reject(new Error('in use'));
    const listener = { onText: () => undefined, onEnd: () => undefined };
    await expect(listenToScanner(port, listener)).rejects.toMatchObject({ code: 'scanner/line' });
  });

  it('that has nothing to be read is refused, and given back', async () => {
    const port = new PlayedPort();
    const mute = {
      readable: null,
      open: (options: { readonly baudRate: number }) => port.open(options),
      close: () => port.close(),
    };
    const listener = { onText: () => undefined, onEnd: () => undefined };
    await expect(listenToScanner(mute, listener)).rejects.toMatchObject({ code: 'scanner/line' });
    expect(port.closed).toBe(1);
  });

  it('that was allowed before is known again', async () => {
    const port = new PlayedPort();
    const requestPort = () => Promise.resolve(port);
    expect(await knownScanner({ getPorts: () => Promise.resolve([port]), requestPort })).toBe(port);
    const none = { getPorts: () => Promise.resolve([]), requestPort };
    expect(await knownScanner(none)).toBeUndefined();
  });

  it('is not looked for in a browser without serial lines', () => {
    vi.stubGlobal('navigator', {});
    expect(serialPorts()).toBeUndefined();
    const serial = { getPorts: () => Promise.resolve([]) };
    vi.stubGlobal('navigator', { serial });
    expect(serialPorts()).toBe(serial);
  });
});
