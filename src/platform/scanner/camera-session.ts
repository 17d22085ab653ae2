import { controlsOf, type CameraControls } from './camera-controls.ts';
import type { CodeReader } from './code-reader.ts';
import { closeCamera, nextCamera, openCamera, type Cameras } from './open-camera.ts';
import { ScannerError } from './scanner-error.ts';

/** What the camera is doing. After `trouble` it is closed; `off` is a tab that is out of sight. */
export type ScannerState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'looking'; readonly controls: CameraControls }
  | { readonly kind: 'off' }
  | { readonly kind: 'trouble'; readonly refusal: ScannerError };

/** Of `HTMLMediaElement`: a video that has a frame to show. */
const HAVE_CURRENT_DATA = 2;

/** Where the picture goes and who wants to know. */
export interface Viewer {
  readonly video: HTMLVideoElement;
  /** All codes of one frame, also when there are none. */
  readonly onTexts: (texts: readonly string[]) => void;
  readonly onState: (state: ScannerState) => void;
}

/** One use of the camera, from opening it to giving it back. Hidden tabs do not hold it. */
export class CameraSession {
  readonly #viewer: Viewer;
  readonly #reader: CodeReader;
  readonly #cameras: Cameras | undefined;
  readonly #over = new AbortController();
  #stream: MediaStream | undefined;
  /** The camera that the person has changed to. */
  #deviceId: string | undefined;
  #isOpening = false;
  #isReading = false;

  constructor(viewer: Viewer, reader: CodeReader, cameras: Cameras | undefined) {
    this.#viewer = viewer;
    this.#reader = reader;
    this.#cameras = cameras;
    const { signal } = this.#over;
    document.addEventListener('visibilitychange', () => void this.#follow(), { signal });
    void this.#follow();
  }

  end(): void {
    this.#over.abort();
    this.#release();
  }

  /** Opens or closes the camera as the tab comes and goes. */
  async #follow(): Promise<void> {
    if (document.hidden) {
      this.#release();
      this.#viewer.onState({ kind: 'off' });
    } else if (this.#stream === undefined && !this.#isOpening) {
      this.#isOpening = true;
      await this.#open();
      this.#isOpening = false;
      // The tab may have gone and come back meanwhile.
      if (this.#isWanted()) await this.#follow();
    }
  }

  async #open(): Promise<void> {
    this.#viewer.onState({ kind: 'opening' });
    try {
      const stream = await openCamera(this.#cameras, this.#deviceId);
      if (this.#isWanted()) await this.#play(stream);
      else closeCamera(stream);
    } catch (thrown) {
      this.#giveUp(thrown);
    }
  }

  async #play(stream: MediaStream): Promise<void> {
    const { video } = this.#viewer;
    this.#stream = stream;
    this.#watch(stream);
    // Without these two, phones open the video full screen or not at all.
    video.muted = true;
    video.playsInline = true;
    video.srcObject = stream;
    try {
      await video.play();
    } catch (cause) {
      // Cut off by a tab that hid: nobody waits for this stream any more.
      if (this.#stream === stream) throw cause;
      return;
    }
    void this.#offerControls(stream);
    this.#look(stream);
  }

  /** What the camera can do is said at once; whether there is another, as soon as that is known. */
  async #offerControls(stream: MediaStream): Promise<void> {
    const { onState } = this.#viewer;
    const [track] = stream.getVideoTracks();
    const own = track === undefined ? { torch: undefined, zoom: undefined } : controlsOf(track);
    onState({ kind: 'looking', controls: { ...own, next: undefined } });
    const id = await nextCamera(this.#cameras, this.#deviceId ?? track?.getSettings().deviceId);
    if (id === undefined || this.#stream !== stream) return;
    const next = () => {
      this.#changeTo(id);
    };
    onState({ kind: 'looking', controls: { ...own, next } });
  }

  #changeTo(deviceId: string): void {
    this.#deviceId = deviceId;
    this.#release();
    void this.#follow();
  }

  #watch(stream: MediaStream): void {
    for (const track of stream.getVideoTracks()) {
      track.addEventListener('ended', () => {
        if (this.#stream === stream) this.#giveUp(lost());
      });
    }
  }

  /** At the frame on display now, and then at each that follows: a film that plays has one. */
  #look(stream: MediaStream): void {
    if (this.#stream !== stream) return;
    const { video } = this.#viewer;
    const again = () => {
      this.#look(stream);
    };
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(again);
    else requestAnimationFrame(again);
    const hasFrame = video.readyState >= HAVE_CURRENT_DATA;
    if (hasFrame && !this.#isReading) void this.#read(stream);
  }

  /** One frame at a time; those that come meanwhile are dropped, never queued. */
  async #read(stream: MediaStream): Promise<void> {
    this.#isReading = true;
    try {
      const frame = await grab(this.#viewer.video);
      // A reader that was let go meanwhile would start again for a frame that nobody waits for.
      if (this.#stream !== stream) {
        frame.close();
        return;
      }
      const texts = await this.#reader.readFrame(frame);
      if (this.#stream === stream) this.#viewer.onTexts(texts);
    } catch (thrown) {
      if (this.#stream === stream) this.#giveUp(thrown);
    } finally {
      this.#isReading = false;
    }
  }

  #giveUp(thrown: unknown): void {
    if (!this.#isWanted()) return;
    this.end();
    const refusal = thrown instanceof ScannerError ? thrown : lost(thrown);
    this.#viewer.onState({ kind: 'trouble', refusal });
  }

  #isWanted(): boolean {
    return !this.#over.signal.aborted && !document.hidden;
  }

  #release(): void {
    if (this.#stream === undefined) return;
    closeCamera(this.#stream);
    this.#stream = undefined;
    this.#viewer.video.srcObject = null;
  }
}

function lost(cause?: unknown): ScannerError {
  return new ScannerError('scanner/lost', 'the camera stopped', { cause });
}

/** The frame on display, without a copy where the browser can. */
function grab(video: HTMLVideoElement): VideoFrame | Promise<ImageBitmap> {
  return 'VideoFrame' in globalThis ? new VideoFrame(video) : createImageBitmap(video);
}
