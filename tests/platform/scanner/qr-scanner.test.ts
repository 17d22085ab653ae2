import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CodeReader } from '#platform/scanner/code-reader.ts';
import { QrScanner, type ScannerState } from '#platform/scanner/qr-scanner.ts';
import { ScannerError } from '#platform/scanner/scanner-error.ts';

/** A tab, its cameras, its video and its decoder, all played by the test. */
class Stage {
  readonly tab = Object.assign(new EventTarget(), { hidden: false });
  readonly tracks: { stopped: boolean; track: EventTarget }[] = [];
  readonly states: string[] = [];
  readonly texts: string[] = [];
  readonly seen: (readonly string[])[] = [];
  readonly frames: { closed: boolean }[] = [];
  readonly reads: { resolve: (texts: string[]) => void; reject: (thrown: unknown) => void }[] = [];
  readonly scanner: QrScanner;
  play: () => Promise<void> = () => Promise.resolve();
  readonly asked: (MediaStreamConstraints | undefined)[] = [];
  devices: readonly string[] = ['rear'];
  next: (() => void) | undefined;
  readyState = 4;
  closed = 0;
  #showFrame: () => void = () => undefined;

  constructor() {
    const reader = {
      warm: () => undefined,
      close: () => this.closed++,
      readFrame: () =>
        new Promise<string[]>((resolve, reject) => this.reads.push({ resolve, reject })),
      readPicture: () => Promise.resolve([]),
    };
    const getUserMedia = (constraints?: MediaStreamConstraints) => {
      this.asked.push(constraints);
      return Promise.resolve(this.#stream());
    };
    const enumerateDevices = () =>
      Promise.resolve(
        this.devices.map((deviceId) => ({ kind: 'videoinput', deviceId }) as MediaDeviceInfo),
      );
    this.scanner = new QrScanner(reader as unknown as CodeReader, () => ({
      getUserMedia,
      enumerateDevices,
    }));
  }

  start(): void {
    this.scanner.start(
      this.#video(),
      (texts) => {
        this.texts.push(...texts);
        this.seen.push(texts);
      },
      (state) => {
        this.states.push(nameOf(state));
        if (state.kind === 'looking') this.next = state.controls.next;
      },
    );
  }

  hide(hidden: boolean): void {
    this.tab.hidden = hidden;
    this.tab.dispatchEvent(new Event('visibilitychange'));
  }

  /** The camera delivers a frame. */
  async frame(): Promise<void> {
    this.#showFrame();
    await settled();
  }

  #video(): HTMLVideoElement {
    const readyState = () => this.readyState;
    const video = {
      srcObject: null,
      get readyState() {
        return readyState();
      },
      play: () => this.play(),
      requestVideoFrameCallback: (callback: () => void) => (this.#showFrame = callback),
    };
    return video as unknown as HTMLVideoElement;
  }

  #stream(): MediaStream {
    const entry = { stopped: false, track: new EventTarget() };
    const track = Object.assign(entry.track, {
      stop: () => (entry.stopped = true),
      getSettings: () => ({ deviceId: 'rear' }),
    });
    this.tracks.push(entry);
    return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream;
  }
}

function nameOf(state: ScannerState): string {
  return state.kind === 'trouble' ? state.refusal.code : state.kind;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

let stage: Stage;

beforeEach(() => {
  stage = new Stage();
  vi.stubGlobal('document', stage.tab);
  vi.stubGlobal('VideoFrame', function frame() {
    stage.frames.push({ closed: false });
  });
});

afterEach(() => {
  stage.scanner.stop();
  vi.unstubAllGlobals();
});

describe('the scanner', () => {
  it('opens the camera, looks, and reports every code', async () => {
    stage.start();
    await settled();
    expect(stage.states).toEqual(['opening', 'looking']);
    for (const text of ['LS1:A', 'LS1:A', 'LS1:B']) {
      await stage.frame();
      stage.reads.at(-1)?.resolve([text]);
      await settled();
    }
    await stage.frame();
    stage.reads.at(-1)?.resolve([]);
    await settled();
    expect(stage.texts).toEqual(['LS1:A', 'LS1:A', 'LS1:B']);
  });

  it('reports all codes of a frame together, and that a frame had none', async () => {
    stage.start();
    await settled();
    stage.reads.at(-1)?.resolve(['LS1:A', 'https://example.org']);
    await settled();
    await stage.frame();
    stage.reads.at(-1)?.resolve([]);
    await settled();
    expect(stage.seen).toEqual([['LS1:A', 'https://example.org'], []]);
  });

  it('reads one frame at a time and drops those that come meanwhile', async () => {
    stage.start();
    await settled();
    for (let count = 0; count < 5; count++) await stage.frame();
    expect(stage.frames).toHaveLength(1);
    stage.reads[0]?.resolve([]);
    await settled();
    await stage.frame();
    expect(stage.frames).toHaveLength(2);
  });

  it('reads the frame on display as soon as the video plays', async () => {
    stage.start();
    await settled();
    expect(stage.frames).toHaveLength(1);
  });

  it('waits while the video has no frame to show', async () => {
    stage.readyState = 1;
    stage.start();
    await settled();
    await stage.frame();
    expect(stage.frames).toHaveLength(0);
    stage.readyState = 2;
    await stage.frame();
    expect(stage.frames).toHaveLength(1);
    expect(stage.states).toEqual(['opening', 'looking']);
  });

  it('changes to the next camera where there is one, and keeps to it', async () => {
    stage.devices = ['rear', 'front'];
    stage.start();
    await settled();
    expect(stage.states).toEqual(['opening', 'looking', 'looking']);
    stage.next?.();
    await settled();
    expect(stage.tracks.map(({ stopped }) => stopped)).toEqual([true, false]);
    expect(stage.asked.at(-1)).toMatchObject({ video: { deviceId: { exact: 'front' } } });
    stage.hide(true);
    stage.hide(false);
    await settled();
    expect(stage.asked.at(-1)).toMatchObject({ video: { deviceId: { exact: 'front' } } });
  });

  it('offers no other camera where there is none', async () => {
    stage.start();
    await settled();
    expect(stage.next).toBeUndefined();
  });

  it('gives the camera back when stopped, and reports nothing any more', async () => {
    stage.start();
    await settled();
    await stage.frame();
    stage.scanner.stop();
    stage.reads[0]?.resolve(['late']);
    await settled();
    await stage.frame();
    expect(stage.tracks.map(({ stopped }) => stopped)).toEqual([true]);
    expect(stage.texts).toEqual([]);
    expect(stage.states).toEqual(['opening', 'looking']);
    expect(stage.frames).toHaveLength(1);
  });

  it('gives camera and decoder back when its screen is left', async () => {
    stage.start();
    await settled();
    stage.scanner.close();
    expect(stage.tracks.map(({ stopped }) => stopped)).toEqual([true]);
    expect(stage.closed).toBe(1);
  });

  it('gives the camera back that opens only after it was stopped', async () => {
    stage.start();
    stage.scanner.stop();
    await settled();
    expect(stage.tracks.map(({ stopped }) => stopped)).toEqual([true]);
    expect(stage.states).toEqual(['opening']);
  });

  it('does not hold the camera in a hidden tab, and opens it again', async () => {
    stage.start();
    await settled();
    stage.hide(true);
    expect(stage.tracks.map(({ stopped }) => stopped)).toEqual([true]);
    stage.hide(false);
    await settled();
    expect(stage.states).toEqual(['opening', 'looking', 'off', 'opening', 'looking']);
    expect(stage.tracks.map(({ stopped }) => stopped)).toEqual([true, false]);
  });

  it('survives a tab that goes and comes back while the video starts', async () => {
    let refuse: (thrown: Error) => void = () => undefined;
    stage.play = () => new Promise((_, reject) => (refuse = reject));
    stage.start();
    await settled();
    stage.hide(true);
    stage.hide(false);
    stage.play = () => Promise.resolve();
    refuse(Object.assign(new Error('interrupted'), { name: 'AbortError' }));
    await settled();
    expect(stage.states.at(-1)).toBe('looking');
    expect(stage.tracks.map(({ stopped }) => stopped)).toEqual([true, false]);
  });

  it('waits with the camera if it is started in a hidden tab', async () => {
    stage.tab.hidden = true;
    stage.start();
    await settled();
    expect(stage.states).toEqual(['off']);
    expect(stage.tracks).toEqual([]);
  });

  it('says when the camera is lost, and gives up', async () => {
    stage.start();
    await settled();
    stage.tracks[0]?.track.dispatchEvent(new Event('ended'));
    stage.hide(true);
    stage.hide(false);
    await settled();
    expect(stage.states).toEqual(['opening', 'looking', 'scanner/lost']);
    expect(stage.tracks).toHaveLength(1);
  });

  it('says when the decoder is broken, and gives the camera back', async () => {
    stage.start();
    await settled();
    await stage.frame();
    stage.reads[0]?.reject(new ScannerError('scanner/broken', 'no wasm'));
    await settled();
    expect(stage.states.at(-1)).toBe('scanner/broken');
    expect(stage.tracks[0]?.stopped).toBe(true);
  });

  it('says when the video cannot be played', async () => {
    stage.play = () => Promise.reject(new Error('codec'));
    stage.start();
    await settled();
    expect(stage.states).toEqual(['opening', 'scanner/lost']);
  });

  it('started again begins anew, with one camera open', async () => {
    stage.start();
    await settled();
    stage.start();
    await settled();
    expect(stage.tracks.map(({ stopped }) => stopped)).toEqual([true, false]);
  });

  it('refuses an invoice file, and says that it is one', async () => {
    const xml = '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">';
    const reading = stage.scanner.readPicture(new Blob([xml]));
    await expect(reading).rejects.toMatchObject({ code: 'scanner/invoice-file' });
  });

  it('refuses a picture without a code', async () => {
    const reading = stage.scanner.readPicture(new Blob());
    await expect(reading).rejects.toMatchObject({ code: 'scanner/no-code' });
  });
});
