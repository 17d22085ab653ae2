/** Reads QR codes off camera frames and pictures, outside the page's thread. */
import type { Decode } from './decode.ts';
import { openDecoder } from './decoder.ts';
import type { FromScanWorker, ToScanWorker } from './scan-protocol.ts';

/** Longest side of a picture: first as a camera would see it, then as fine as memory allows. */
const USUAL_PX = 1280;
const FINEST_PX = 4096;

const post = (message: FromScanWorker) => {
  postMessage(message);
};
/** `open` comes before everything else. */
let decoder: Promise<Decode> | undefined;
const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext('2d', { willReadFrequently: true });

addEventListener('message', ({ data }: MessageEvent<ToScanWorker>) => {
  handle(data).then(post, (thrown: unknown) => {
    post({ kind: 'broken', message: String(thrown) });
  });
});

async function handle(message: ToScanWorker): Promise<FromScanWorker> {
  switch (message.kind) {
    case 'open':
      decoder = openDecoder(message.wasmUrl);
      await decoder;
      return { kind: 'ready' };
    case 'frame':
      return { kind: 'read', id: message.id, texts: await readFrame(message.frame) };
    case 'picture':
      return { kind: 'read', id: message.id, texts: await readPicture(message.picture) };
  }
}

async function readFrame(frame: VideoFrame | ImageBitmap): Promise<readonly string[]> {
  try {
    const [width, height] =
      frame instanceof ImageBitmap
        ? [frame.width, frame.height]
        : [frame.displayWidth, frame.displayHeight];
    return await read(pixels(frame, width, height));
  } finally {
    frame.close();
  }
}

/** Harder with every try; most pictures are read by the first. */
async function readPicture(picture: Blob): Promise<readonly string[]> {
  const bitmap = await openPicture(picture);
  if (bitmap === undefined) return [];
  try {
    const usual = scaled(bitmap, USUAL_PX);
    const first = await read(usual);
    if (first.length > 0) return first;
    const fine = await read(scaled(bitmap, FINEST_PX));
    return fine.length > 0 ? fine : await read(usual, { denoise: true });
  } finally {
    bitmap.close();
  }
}

async function openPicture(picture: Blob): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(picture);
  } catch {
    // The browser does not say why: whatever this file is, it holds no code.
    return undefined;
  }
}

function scaled(bitmap: ImageBitmap, longestPx: number): ImageData {
  const factor = Math.min(1, longestPx / Math.max(bitmap.width, bitmap.height));
  const side = (length: number) => Math.max(1, Math.round(length * factor));
  return pixels(bitmap, side(bitmap.width), side(bitmap.height));
}

function pixels(source: VideoFrame | ImageBitmap, width: number, height: number): ImageData {
  if (context === null) throw new Error('no canvas in this worker');
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  // Transparent pictures are meant to be seen on paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

async function read(...picture: Parameters<Decode>): Promise<readonly string[]> {
  if (decoder === undefined) throw new Error('the decoder was not opened');
  return (await decoder)(...picture);
}
