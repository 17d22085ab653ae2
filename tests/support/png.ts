/** Reads PNG pictures as brightness, which is all that a camera test looks at. */
import { inflateSync } from 'node:zlib';

/** Brightness of each pixel, row by row, 0 to 255. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly luma: Uint8Array;
}

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/** Decodes what browsers write as a screenshot: 8 bits a channel, no palette, not interlaced. */
export function readPng(png: Uint8Array): Picture {
  const header = chunksOf(png).get('IHDR')?.[0] ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = CHANNELS[header[9] ?? -1];
  if (header[8] !== 8 || channels === undefined || header[12] !== 0)
    throw new Error('a PNG of another kind than screenshots are');
  const packed = inflateSync(Buffer.concat(chunksOf(png).get('IDAT') ?? []));
  const pixels = unfilter(packed, width * channels, height, channels);
  const luma = new Uint8Array(width * height).map((_, at) =>
    brightness(pixels.subarray(at * channels, (at + 1) * channels)),
  );
  return { width, height, luma };
}

function chunksOf(png: Uint8Array): Map<string, Buffer[]> {
  const bytes = Buffer.from(png);
  const chunks = new Map<string, Buffer[]>();
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    chunks.set(name, [...(chunks.get(name) ?? []), data]);
    at += 12 + length;
  }
  return chunks;
}

/** Undoes the filter of each row (PNG specification, section 9). */
function unfilter(packed: Buffer, stride: number, height: number, step: number): Uint8Array {
  const pixels = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    const filter = packed[row * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column++) {
      const at = row * stride + column;
      const left = column < step ? 0 : (pixels[at - step] ?? 0);
      const up = row === 0 ? 0 : (pixels[at - stride] ?? 0);
      const corner = row === 0 || column < step ? 0 : (pixels[at - stride - step] ?? 0);
      const raw = packed[row * (stride + 1) + 1 + column] ?? 0;
      pixels[at] = raw + predicted(filter, left, up, corner);
    }
  }
  return pixels;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return Math.floor((left + up) / 2);
  if (filter !== 4) return 0;
  const [a, b, c] = [up - corner, left - corner, left + up - 2 * corner].map(Math.abs);
  if ((a ?? 0) <= (b ?? 0) && (a ?? 0) <= (c ?? 0)) return left;
  return (b ?? 0) <= (c ?? 0) ? up : corner;
}

/** Of a pixel in its channels, on white where it is transparent. */
function brightness(pixel: Uint8Array): number {
  const [first = 0, second = 255, third = 0, alpha = 255] = pixel;
  const isGrey = pixel.length < 3;
  const value = isGrey ? first : 0.299 * first + 0.587 * second + 0.114 * third;
  const opacity = isGrey ? second / 255 : alpha / 255;
  return Math.round(value * opacity + 255 * (1 - opacity));
}
