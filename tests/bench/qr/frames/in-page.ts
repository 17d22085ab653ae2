/** Reads frames with the app's own decoder, in its own worker, as if its camera had delivered them. */
import { formatBase45 } from '#core/bytes/index.ts';
import { CodeReader } from '#platform/scanner/code-reader.ts';
import { noise as bytesOf, seeded } from '../../../core/qr/noise.ts';
import { spreadOf } from '../../support/statistics.ts';
import type { Measured, Row } from '../../support/types.ts';
import { codeInSpace, type Pose, type Scene, type Size } from './code-in-space.ts';
import { blur, glare, lowContrast, noise, type Spoil } from './spoil.ts';

const SIZES: readonly Size[] = [
  { width: 640, height: 480 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
];
/** Bytes in base45 that just fill a version at level L. */
const VERSIONS = [
  { version: 10, bytes: 258 },
  { version: 15, bytes: 502 },
  { version: 20, bytes: 830 },
  { version: 25, bytes: 1232 },
] as const;
const EACH = 3;
const STRAIGHT: Pose = { turn: 0, tilt: 0, fill: 0.75 };

interface Situation {
  readonly name: string;
  readonly pose?: Partial<Pose>;
  readonly spoil?: readonly Spoil[];
}

/** What people do at counters, and beyond: where reading ends is to be seen. */
const SITUATIONS: readonly Situation[] = [
  { name: 'clean' },
  { name: 'half the height', pose: { fill: 0.5 } },
  { name: 'a third of the height', pose: { fill: 0.33 } },
  { name: 'turned by 20°, tilted by 30°', pose: { turn: 20, tilt: 30 } },
  { name: 'tilted by 60°', pose: { tilt: 60 } },
  { name: 'blurred, 0.4 modules', spoil: [blur(0.4)] },
  { name: 'blurred, 0.7 modules', spoil: [blur(0.7)] },
  { name: 'noise, deviation 28', spoil: [noise(28)] },
  { name: 'noise, deviation 70', spoil: [noise(70)] },
  { name: 'a lamp mirrored, 0.08', spoil: [glare(0.08)] },
  { name: 'a lamp mirrored, 0.16', spoil: [glare(0.16)] },
  { name: 'contrast of 15 %', spoil: [lowContrast(0.15)] },
  { name: 'contrast of 4 %', spoil: [lowContrast(0.04)] },
  {
    name: 'something of everything',
    pose: { turn: 7, tilt: 15 },
    spoil: [glare(0.04), lowContrast(0.5), blur(0.3), noise(8)],
  },
];

interface Read {
  readonly version: number;
  readonly outcome: 'read' | 'not read' | 'misread';
  readonly ms: number;
}

const reader = new CodeReader();

export async function bench(): Promise<Measured> {
  await readScene(codeInSpace(textOf(100, 1), { width: 640, height: 480 }, STRAIGHT));
  const rows: Row[] = [];
  for (const size of SIZES) rows.push(...(await benchSize(size)));
  return { rows, targets: [] };
}

async function benchSize(size: Size): Promise<readonly Row[]> {
  const where = `${size.width} × ${size.height}`;
  const all: Read[] = [];
  const rows: Row[] = [];
  for (const situation of SITUATIONS) {
    const reads = await benchSituation(situation, size);
    all.push(...reads);
    rows.push(rowOf(`${where}, ${situation.name}`, reads));
  }
  const versions = VERSIONS.map(({ version }) =>
    rowOf(
      `${where}, version ${version}, all situations`,
      all.filter((read) => read.version === version),
    ),
  );
  return [...rows, ...versions, await benchEmpty(where, size)];
}

async function benchSituation(situation: Situation, size: Size): Promise<readonly Read[]> {
  const reads: Read[] = [];
  for (const { version, bytes } of VERSIONS) {
    for (let count = 1; count <= EACH; count++) {
      const chance = seeded(version * 100 + count);
      // Never twice the same place on the grid of pixels.
      const fill = (situation.pose?.fill ?? STRAIGHT.fill) * (1 + 0.04 * chance());
      const text = textOf(bytes, count);
      const scene = codeInSpace(text, size, { ...STRAIGHT, ...situation.pose, fill });
      for (const spoil of situation.spoil ?? []) spoil(scene, chance);
      const { texts, ms } = await readScene(scene);
      const outcome = texts.includes(text) ? 'read' : texts.length === 0 ? 'not read' : 'misread';
      reads.push({ version, outcome, ms });
    }
  }
  return reads;
}

/** Most of a scanner's life. */
async function benchEmpty(where: string, size: Size): Promise<Row> {
  const times: number[] = [];
  for (let count = 1; count <= 3 * EACH; count++) {
    const luma = new Float32Array(size.width * size.height).fill(110);
    const scene = { ...size, luma, modulePx: 4 };
    glare(0.2)(scene, seeded(count));
    noise(8)(scene, seeded(count));
    times.push((await readScene(scene)).ms);
  }
  return { name: `${where}, no code in view`, figures: { 'ms per frame': spreadOf(times) } };
}

function rowOf(name: string, reads: readonly Read[]): Row {
  const count = (outcome: Read['outcome']) =>
    reads.filter((read) => read.outcome === outcome).length;
  const figures = {
    frames: reads.length,
    read: count('read'),
    misread: count('misread'),
    'ms per frame': spreadOf(reads.map(({ ms }) => ms)),
  };
  return { name, figures };
}

/** From the frame in the page to its texts in the page. */
async function readScene(scene: Scene) {
  const frame = frameOf(scene);
  const began = performance.now();
  const texts = await reader.readFrame(frame);
  return { texts, ms: performance.now() - began };
}

/** As a camera delivers it: brightness, and colours at half the size, here none. */
function frameOf({ luma, width, height }: Scene): VideoFrame {
  const bytes = new Uint8Array((width * height * 3) / 2).fill(128);
  bytes.set(Uint8ClampedArray.from(luma));
  return new VideoFrame(bytes, {
    format: 'I420',
    codedWidth: width,
    codedHeight: height,
    timestamp: 0,
    colorSpace: { matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', fullRange: true },
  });
}

function textOf(bytes: number, seed: number): string {
  return `LS1:${formatBase45(bytesOf(bytes, seed))}`;
}
