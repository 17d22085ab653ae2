/**
 * Films for Chromium's fake camera. What the page shows becomes what another page's camera sees, on
 * the browser's real camera path.
 *
 * Chromium reads the file when the camera is opened and loops it; a file that is missing or half
 * written is a camera that does not exist. So a film is written beside its place and then moved
 * there, and may be replaced between two openings. Each browser needs a file of its own.
 */
import { randomUUID } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { readPng, type Picture } from './png.ts';

export { readPng, type Picture } from './png.ts';

/** Pixels of a usual desk camera. */
export const CAMERA_SIZE = { width: 1280, height: 720 };

const GREY = 110;
/** Share of the camera's height that a picture is held up to fill. */
export const HELD_SHARE = 0.85;

/** Flags for a Chromium whose camera shows the film (`.y4m`), and which does not ask about it. */
export function cameraArgs(path: string): string[] {
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${path}`,
  ];
}

/** Frames a second of a usual camera. */
const USUAL_RATE = 30;
/** Frames a second of a film in which nothing moves: every one is looked at, and costs as much. */
export const STILL_RATE = 10;

/** Writes a film of one or more frames of the same size; one is enough, since it loops. */
export function writeVideo(path: string, frames: readonly Picture[], rate = USUAL_RATE): void {
  const [first] = frames;
  if (first === undefined) throw new Error('a film needs a frame');
  const { width, height } = first;
  const colourless = Buffer.alloc((width * height) / 2, 128);
  const temporary = `${path}.${randomUUID()}`;
  writeFileSync(
    temporary,
    Buffer.concat([
      Buffer.from(`YUV4MPEG2 W${width} H${height} F${rate}:1 Ip A1:1 C420jpeg\n`),
      ...frames.flatMap(({ luma }) => [Buffer.from('FRAME\n'), luma, colourless]),
    ]),
  );
  renameSync(temporary, path);
}

/** Three turns of a usual camera: as long as a frame of a moving code stays. */
const TURNS = 3;

/**
 * Films pictures (screenshots in PNG) held up one after the other, as a moving code is; `undefined`
 * is a frame that was lost.
 */
export function picturesToY4m(
  pictures: readonly (Uint8Array | undefined)[],
  path: string,
  size: typeof CAMERA_SIZE = CAMERA_SIZE,
): void {
  const frames = pictures.flatMap((picture) => {
    const frame = picture === undefined ? emptyFrame(size) : heldUp(readPng(picture), size);
    return Array.from({ length: TURNS }, () => frame);
  });
  writeVideo(path, frames);
}

/** Films a picture (a screenshot in PNG, or brightness), held up in front of something grey. */
export function pictureToY4m(picture: Uint8Array | Picture, path: string): void {
  const shown = picture instanceof Uint8Array ? readPng(picture) : picture;
  writeVideo(path, [heldUp(shown)], STILL_RATE);
}

/** What a camera sees that nobody holds anything up to. */
export function emptyFrame(size: typeof CAMERA_SIZE = CAMERA_SIZE): Picture {
  return { ...size, luma: new Uint8Array(size.width * size.height).fill(GREY) };
}

/** The picture in the middle of a frame, as large as fits. */
export function heldUp(picture: Picture, size: typeof CAMERA_SIZE = CAMERA_SIZE): Picture {
  const frame = emptyFrame(size);
  const scale = Math.min(
    (HELD_SHARE * size.height) / picture.height,
    (HELD_SHARE * size.width) / picture.width,
  );
  const [width, height] = [Math.floor(picture.width * scale), Math.floor(picture.height * scale)];
  const left = Math.floor((size.width - width) / 2);
  const top = Math.floor((size.height - height) / 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (top + y) * size.width + left + x;
      frame.luma[at] = blend(picture, (x + 0.5) / scale - 0.5, (y + 0.5) / scale - 0.5);
    }
  }
  return frame;
}

/** Brightness between pixels, as optics mix them. */
function blend(picture: Picture, x: number, y: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - column, y - row];
  const upper = (1 - right) * pixel(picture, column, row) + right * pixel(picture, column + 1, row);
  const lower =
    (1 - right) * pixel(picture, column, row + 1) + right * pixel(picture, column + 1, row + 1);
  return Math.round((1 - down) * upper + down * lower);
}

function pixel({ width, height, luma }: Picture, column: number, row: number): number {
  const x = Math.min(Math.max(column, 0), width - 1);
  const y = Math.min(Math.max(row, 0), height - 1);
  return luma[y * width + x] ?? 0;
}
