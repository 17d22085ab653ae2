import { isInvoiceFile, SNIFFED } from '#core/ubl/index.ts';
import { CameraSession, type ScannerState } from './camera-session.ts';
import { CodeReader } from './code-reader.ts';
import type { Cameras } from './open-camera.ts';
import { ScannerError } from './scanner-error.ts';

export type { ScannerState } from './camera-session.ts';

/**
 * Reads QR codes with the camera, or off a picture. One for each screen: its worker stays warm until {@link close}.
 * What it reads is text of strangers; nothing is checked here.
 */
export class QrScanner {
  readonly #reader: CodeReader;
  readonly #cameras: () => Cameras | undefined;
  #session: CameraSession | undefined;

  constructor(reader = new CodeReader(), cameras = camerasOfBrowser) {
    this.#reader = reader;
    this.#cameras = cameras;
  }

  /** Starts the decoder, about a fifth of a second, before it is needed. */
  warm(): void {
    this.#reader.warm();
  }

  /**
   * Shows the camera in `video` and reports the codes of every frame, at most four, again and again
   * while they stay in view, until {@link stop}. The camera is released while the tab is hidden, and opened again after.
   *
   * Never throws: what goes wrong arrives as the state `trouble` with a `scanner/…` code.
   */
  start(
    video: HTMLVideoElement,
    onTexts: (texts: readonly string[]) => void,
    onState: (state: ScannerState) => void,
  ): void {
    this.stop();
    this.warm();
    this.#session = new CameraSession({ video, onTexts, onState }, this.#reader, this.#cameras());
  }

  /** Gives the camera back. Nothing is reported any more. */
  stop(): void {
    this.#session?.end();
    this.#session = undefined;
  }

  /** The screen is left: as {@link stop}, and no worker stays behind. */
  close(): void {
    this.stop();
    this.#reader.close();
  }

  /**
   * Every code found in a picture: at least one, at most four.
   *
   * @throws {@link ScannerError} `scanner/no-code` if there is none or the file is no picture,
   * `scanner/invoice-file` if it is an invoice as XML, which nobody has signed, `scanner/broken` if there is no decoder.
   */
  async readPicture(picture: Blob): Promise<readonly string[]> {
    if (isInvoiceFile(await picture.slice(0, SNIFFED).text()))
      throw new ScannerError('scanner/invoice-file', 'an invoice without a signature');
    const texts = await this.#reader.readPicture(picture);
    if (texts.length === 0) throw new ScannerError('scanner/no-code', 'no code in the picture');
    return texts;
  }
}

function camerasOfBrowser(): Cameras | undefined {
  // Insecure pages have none, whatever the types say.
  return (navigator as { readonly mediaDevices?: Cameras }).mediaDevices;
}
