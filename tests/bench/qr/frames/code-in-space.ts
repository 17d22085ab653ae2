/** A code somewhere before a camera, drawn as brightness; the same picture in every run. */
import { qrModules } from '#ui/qr/qr-modules.ts';
import { QUIET_MODULES } from '#ui/qr/qr-layout.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where the code is held: angles in degrees, `fill` as a share of the picture's height. */
export interface Pose {
  readonly turn: number;
  readonly tilt: number;
  readonly fill: number;
}

/** Brightness of every pixel, before a camera spoils it. */
export interface Scene extends Size {
  readonly luma: Float32Array;
  /** Pixels of a module, in the middle. */
  readonly modulePx: number;
}

const DESK = 110;
const [INK, PAPER] = [20, 235];
/** Looks per pixel, in each direction: edges are grey, as in optics. */
const LOOKS = 2;
/** Distance of the camera, in heights of the code: what is tilted away becomes smaller. */
const DISTANCE = 3;

/** Asks for the brightness at a place of the code's plane, in its own size: 0 to 1 is the white square. */
function brightnessOf(text: string): { at: (x: number, y: number) => number; whole: number } {
  const { size, isDark } = qrModules(text);
  const whole = size + 2 * QUIET_MODULES;
  const at = (x: number, y: number) => {
    if (x < 0 || y < 0 || x >= 1 || y >= 1) return DESK;
    const row = Math.floor(y * whole) - QUIET_MODULES;
    const column = Math.floor(x * whole) - QUIET_MODULES;
    const isInside = Math.min(row, column) >= 0 && Math.max(row, column) < size;
    return isInside && isDark(row, column) ? INK : PAPER;
  };
  return { at, whole };
}

/** The code turned in its plane, tilted about its upright axis, and seen from in front. */
export function codeInSpace(text: string, { width, height }: Size, pose: Pose): Scene {
  const { at, whole } = brightnessOf(text);
  const side = pose.fill * height;
  const [turnCos, turnSin] = [Math.cos(radians(pose.turn)), Math.sin(radians(pose.turn))];
  const [tiltCos, tiltSin] = [Math.cos(radians(pose.tilt)), Math.sin(radians(pose.tilt))];
  const look = (column: number, row: number) => {
    const [x, y] = [(column - width / 2) / side, (row - height / 2) / side];
    // The ray through this pixel meets the tilted plane.
    const along = (x * DISTANCE) / (DISTANCE * tiltCos - x * tiltSin);
    const up = (y * (DISTANCE + along * tiltSin)) / DISTANCE;
    return at(along * turnCos + up * turnSin + 0.5, up * turnCos - along * turnSin + 0.5);
  };
  const luma = new Float32Array(width * height);
  luma.fill(DESK);
  // Whatever is turned or tilted stays within this square.
  const reach = Math.ceil(side);
  const [middle, centre] = [Math.floor(width / 2), Math.floor(height / 2)];
  for (let row = Math.max(0, centre - reach); row < Math.min(height, centre + reach); row++) {
    for (let column = Math.max(0, middle - reach); column < middle + reach; column++) {
      let sum = 0;
      for (let each = 0; each < LOOKS * LOOKS; each++) {
        const [right, down] = [each % LOOKS, Math.floor(each / LOOKS)];
        sum += look(column + (right + 0.5) / LOOKS, row + (down + 0.5) / LOOKS);
      }
      luma[row * width + column] = sum / (LOOKS * LOOKS);
    }
  }
  return { width, height, luma, modulePx: side / whole };
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
