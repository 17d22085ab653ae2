/** How the time of a block and the memory of a registry grow with what is anchored. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { spreadOf } from '../support/statistics.ts';
import type { Measured, Row, Target } from '../support/types.ts';
import { PER_BLOCK, type Milestone } from './milestones.ts';

const GROW = join(import.meta.dirname, 'grow.ts');
const BATCHES = process.env['LIGHTSEAL_BATCHES'] ?? '1000000';
/** Blocks at a milestone's end that are told of. */
const LAST_BLOCKS = 100;
const MIB = 1024 ** 2;

export async function benchGrowth(): Promise<Measured> {
  const args = ['--import', 'tsx', GROW, BATCHES];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    maxBuffer: 16 * MIB,
  });
  const reached = stdout.trim().split('\n').map(readMilestone);
  return { rows: reached.map(rowOf), targets: [] satisfies Target[] };
}

function readMilestone(line: string): Milestone {
  return JSON.parse(line) as Milestone;
}

function rowOf({ batchCount, blockMs, rssBytes }: Milestone): Row {
  return {
    name: `a registry alone with ${batchCount} batches, ${PER_BLOCK} more in each block`,
    figures: {
      'ms per block': spreadOf(blockMs.slice(-LAST_BLOCKS)),
      'RSS in MiB': Math.round(rssBytes / MIB),
    },
  };
}
