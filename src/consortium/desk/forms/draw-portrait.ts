/** A drawn figure in place of a photograph: nobody's face, and small enough for a credential. */
import { crc32, deflateSync } from 'node:zlib';
import { formatBase64 } from '#core/bytes/index.ts';

const WIDTH = 84;
const HEIGHT = 112;
/** Points looked at in each direction within a pixel, so that edges are soft. */
const FINE = 3;
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

type Colour = readonly [red: number, green: number, blue: number];
const GROUND: Colour = [219, 230, 237];
const COAT: Colour = [52, 73, 92];
const SKIN: Colour = [232, 205, 182];
const HAIR: Colour = [58, 52, 50];
const COLLAR: Colour = [244, 246, 247];

/** A PNG as a `data:` URI, the same every time. */
export function drawPortrait(hair: 'short' | 'long'): string {
  const rows = Array.from({ length: HEIGHT }, (_, y) => [
    0,
    ...Array.from({ length: WIDTH }, (_unused, x) => pixel(x, y, hair)).flat(),
  ]);
  const png = Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header()),
    chunk('IDAT', deflateSync(Uint8Array.from(rows.flat()), { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
  return `data:image/png;base64,${formatBase64(png)}`;
}

/** 8 bits for each of red, green and blue. */
function header(): Uint8Array {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(WIDTH, 0);
  bytes.writeUInt32BE(HEIGHT, 4);
  bytes.set([8, 2, 0, 0, 0], 8);
  return bytes;
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function pixel(x: number, y: number, hair: 'short' | 'long'): number[] {
  const points = Array.from({ length: FINE * FINE }, (_, index) => {
    const across = x + ((index % FINE) + 0.5) / FINE;
    const down = y + (Math.floor(index / FINE) + 0.5) / FINE;
    return colourAt(across / WIDTH, down / HEIGHT, hair);
  });
  return [0, 1, 2].map((band) =>
    Math.round(points.reduce((sum, colour) => sum + (colour[band] ?? 0), 0) / points.length),
  );
}

/** From the front to the back. */
function colourAt(x: number, y: number, hair: 'short' | 'long'): Colour {
  if (isInside(x, y, 0.5, 0.44, 0.185, 0.215) && y > 0.34) return SKIN;
  if (isInside(x, y, 0.5, 0.36, 0.215, 0.19)) return HAIR;
  if (hair === 'long' && isInside(x, y, 0.5, 0.47, 0.25, 0.28) && y < 0.7) return HAIR;
  if (isInside(x, y, 0.5, 0.68, 0.1, 0.12)) return SKIN;
  if (isInside(x, y, 0.5, 0.76, 0.15, 0.1)) return COLLAR;
  if (isInside(x, y, 0.5, 1.02, 0.44, 0.3)) return COAT;
  return GROUND;
}

function isInside(x: number, y: number, cx: number, cy: number, rx: number, ry: number): boolean {
  return ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;
}
