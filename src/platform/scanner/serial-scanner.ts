/**
 * Scanners on a serial line (USB in COM mode, or Bluetooth): they hand over what they read as it is,
 * whatever keyboard, input method and field. Chromium on desktop computers has such lines.
 */
import { ScannerError } from './scanner-error.ts';

/** The part of a serial port that is used. */
export interface ScannerPort {
  readonly readable: ReadableStream<Uint8Array> | null;
  open(options: { readonly baudRate: number }): Promise<void>;
  close(): Promise<void>;
}

/** The part of `navigator.serial` that is used. */
export interface SerialPorts {
  /** Those that the person allowed before. */
  getPorts(): Promise<readonly ScannerPort[]>;
  /** Asks the person; needs a click. */
  requestPort(): Promise<ScannerPort>;
}

/** Who wants to know. */
export interface SerialListener {
  /** What was read, without its end mark; text of strangers. */
  readonly onText: (text: string) => void;
  /** The line is gone: unplugged, or given back. */
  readonly onEnd: () => void;
}

const BAUD_RATE = 9600;
/** A pause of so many milliseconds ends what has no end mark. */
const IDLE_MS = 200;
/** A code of ours is shorter; what goes on longer is not one, and is dropped. */
const MAX_LENGTH = 8_192;
const END_MARKS = /[\r\n\t]+/;

/** `undefined` where the browser has no serial lines. */
export function serialPorts(): SerialPorts | undefined {
  return (navigator as { readonly serial?: SerialPorts }).serial;
}

/** A scanner that was allowed before, if it is plugged in. */
export async function knownScanner(ports: SerialPorts): Promise<ScannerPort | undefined> {
  const [port] = await ports.getPorts();
  return port;
}

/**
 * Listens to a scanner until it is unplugged.
 *
 * @returns Stops listening and gives the line back.
 * @throws {@link ScannerError} `scanner/line` if the line cannot be opened.
 */
export async function listenToScanner(
  port: ScannerPort,
  listener: SerialListener,
): Promise<() => Promise<void>> {
  try {
    await port.open({ baudRate: BAUD_RATE });
  } catch (cause) {
    throw new ScannerError('scanner/line', 'the serial line cannot be opened', { cause });
  }
  const reader = port.readable?.getReader();
  if (reader === undefined) {
    await port.close().catch(() => undefined);
    throw new ScannerError('scanner/line', 'nothing to be read here');
  }
  const over = readLines(reader, listener.onText).then(async () => {
    reader.releaseLock();
    await port.close().catch(() => undefined);
    listener.onEnd();
  });
  return async () => {
    await reader.cancel().catch(() => undefined);
    await over;
  };
}

async function readLines(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  onText: (text: string) => void,
): Promise<void> {
  const lines = new Lines(onText);
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      lines.add(decoder.decode(value, { stream: true }));
    }
  } catch {
    // Unplugged: what is half read is no code.
  } finally {
    lines.forget();
  }
}

/** What comes in pieces, put together up to an end mark or a pause. */
class Lines {
  readonly #onText: (text: string) => void;
  #begun = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onText: (text: string) => void) {
    this.#onText = onText;
  }

  add(piece: string): void {
    clearTimeout(this.#timer);
    const parts = `${this.#begun}${piece}`.split(END_MARKS);
    this.#begun = parts.pop() ?? '';
    for (const whole of parts) this.#report(whole);
    if (this.#begun.length > MAX_LENGTH) this.#begun = '';
    this.#timer = setTimeout(() => {
      this.#report(this.#begun);
      this.#begun = '';
    }, IDLE_MS);
  }

  forget(): void {
    clearTimeout(this.#timer);
  }

  #report(text: string): void {
    if (text.trim() !== '') this.#onText(text);
  }
}
