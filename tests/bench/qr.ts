/** Codes: how large they are, how soon they are read, and how fast moving ones go. */
import { camera } from './qr/camera.ts';
import { frames } from './qr/frames.ts';
import { moving } from './qr/moving.ts';
import { sizes } from './qr/sizes.ts';
import { streams } from './qr/streams.ts';
import type { Measured } from './support/types.ts';

const PARTS: readonly (() => Promise<Measured>)[] = [sizes, frames, camera, moving, streams];

export async function bench(): Promise<Measured> {
  const measured: Measured[] = [];
  for (const part of PARTS) measured.push(await part());
  return {
    rows: measured.flatMap(({ rows }) => rows),
    targets: measured.flatMap(({ targets }) => targets),
  };
}
