/** What light and a cheap camera do to a picture. */
import type { Scene } from './code-in-space.ts';

/** Numbers in [0, 1). */
export type Chance = () => number;
export type Spoil = (scene: Scene, chance: Chance) => void;

/** Out of focus: a bell of this many modules, in both directions. */
export function blur(modules: number): Spoil {
  return ({ luma, width, height, modulePx }) => {
    const kernel = bell(modules * modulePx);
    smear(luma, kernel, { along: 1, across: width, length: width, lines: height });
    smear(luma, kernel, { along: width, across: 1, length: height, lines: width });
  };
}

/** Grain of this deviation, of 255. */
export function noise(deviation: number): Spoil {
  return ({ luma }, chance) => {
    for (let at = 0; at < luma.length; at++) {
      // Three dice are nearly a bell; each has a deviation of 1/√12.
      const dice = chance() + chance() + chance() - 1.5;
      luma[at] = (luma[at] ?? 0) + dice * 2 * deviation;
    }
  };
}

/** A lamp mirrored by the screen, somewhere on the code; `radius` as a share of the height. */
export function glare(radius: number): Spoil {
  return ({ luma, width, height }, chance) => {
    const x = width / 2 + (chance() - 0.5) * height * 0.3;
    const y = height / 2 + (chance() - 0.5) * height * 0.3;
    const reach = radius * height;
    for (let at = 0; at < luma.length; at++) {
      const far = Math.hypot((at % width) - x, Math.floor(at / width) - y) / reach;
      luma[at] = (luma[at] ?? 0) + 230 * Math.exp(-far * far);
    }
  };
}

/** A dim screen in a bright room: black and white come close to each other. */
export function lowContrast(share: number): Spoil {
  return ({ luma }) => {
    for (let at = 0; at < luma.length; at++) luma[at] = 130 + ((luma[at] ?? 0) - 128) * share;
  };
}

interface Lines {
  readonly along: number;
  readonly across: number;
  readonly length: number;
  readonly lines: number;
}

function smear(luma: Float32Array, kernel: readonly number[], lines: Lines): void {
  const line = new Float32Array(lines.length);
  const reach = (kernel.length - 1) / 2;
  for (let number = 0; number < lines.lines; number++) {
    const place = (step: number) => number * lines.across + step * lines.along;
    for (let step = 0; step < lines.length; step++) line[step] = luma[place(step)] ?? 0;
    for (let step = 0; step < lines.length; step++) {
      let sum = 0;
      for (let each = 0; each < kernel.length; each++) {
        const from = Math.min(Math.max(step + each - reach, 0), lines.length - 1);
        sum += (kernel[each] ?? 0) * (line[from] ?? 0);
      }
      luma[place(step)] = sum;
    }
  }
}

function bell(deviation: number): readonly number[] {
  const reach = Math.ceil(3 * deviation);
  const heights = Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * deviation ** 2)),
  );
  const total = heights.reduce((sum, height) => sum + height, 0);
  return heights.map((height) => height / total);
}
