/** Two clusters on one machine, loaded in turns. */
import { ratioOf, spreadOf } from '../support/statistics.ts';
import { atLeast, type Measured, type Row } from '../support/types.ts';
import { startKvstore, startRegistry, type Cluster } from './cluster.ts';
import { drained, heightOf, ratePerSecond } from './included.ts';
import { offer } from './offer.ts';
import { probeLatencies } from './probe.ts';
import { BatchIssuer } from './signed-batches.ts';

const OFFERED = 200;
const ROUNDS = Number(process.env['LIGHTSEAL_ROUNDS'] ?? 5);
const ROUND_MS = 15_000;
/** Until the first full block. */
const WARM_UP_MS = 3_000;
/** A cluster that takes less of what is offered does not keep up. */
const KEEPS_UP = 0.95;
const STEP = 1.5;
const MOST = 8_000;

interface Round {
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
}

export async function benchLoad(): Promise<Measured> {
  const txBytes = (await new BatchIssuer('issuer-0').next('lightseal-demo-00000000')).length;
  const clusters: Cluster[] = [];
  try {
    clusters.push(await startRegistry(), await startKvstore(txBytes));
    const rounds = await inRounds(clusters);
    return { rows: [...rounds.rows, ...(await saturation(clusters))], targets: rounds.targets };
  } finally {
    await Promise.all(clusters.map((cluster) => cluster.stop()));
  }
}

async function inRounds(clusters: readonly Cluster[]): Promise<Measured> {
  const measured = new Map(clusters.map(({ name }) => [name, [] as Round[]]));
  for (let round = 0; round < ROUNDS; round++) {
    // Each goes first in turn.
    const order = round % 2 === 0 ? clusters : [...clusters].reverse();
    for (const cluster of order) {
      measured.get(cluster.name)?.push(await loaded(cluster, OFFERED, true));
    }
  }
  const [ours = [], theirs = []] = clusters.map(({ name }) => measured.get(name) ?? []);
  const ratio = ratioOf(ratesOf(ours), ratesOf(theirs));
  return {
    rows: [
      ...[...measured].map(([name, rounds]) => rowOf(name, rounds)),
      { name: `of kvstore's throughput at ${OFFERED} tx/s offered`, figures: { ratio } },
    ],
    targets: [atLeast(`of kvstore's throughput at ${OFFERED} tx/s`, ratio.median, 0.7, '×')],
  };
}

async function loaded(cluster: Cluster, perSecond: number, probing: boolean): Promise<Round> {
  const [url = ''] = cluster.urls;
  const height = await heightOf(url);
  let isOver = false;
  const probes = probing ? probeLatencies(cluster, () => isOver) : Promise.resolve([]);
  const { startMs, untaken } = await offer(cluster, perSecond, ROUND_MS);
  isOver = true;
  const latenciesMs = await probes;
  await drained(cluster.urls);
  if (untaken > 0) throw new Error(`${cluster.name} did not take ${untaken} transactions`);
  const [fromMs, toMs] = [startMs + WARM_UP_MS, startMs + ROUND_MS];
  return { perSecond: await ratePerSecond(url, height, fromMs, toMs), latenciesMs };
}

/** The offered rate is raised until less than 95 % of it goes in. */
async function saturation(clusters: readonly Cluster[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const cluster of clusters) {
    const reached: Record<string, number> = {};
    for (let perSecond = OFFERED * STEP; perSecond <= MOST; perSecond *= STEP) {
      const round = await loaded(cluster, Math.round(perSecond), false);
      reached[`at ${Math.round(perSecond)} tx/s offered`] = Math.round(round.perSecond);
      if (round.perSecond < KEEPS_UP * perSecond) break;
    }
    rows.push({
      name: `${cluster.name}: tx/s that go in, until it no longer keeps up`,
      figures: reached,
    });
  }
  return rows;
}

function ratesOf(rounds: readonly Round[]): readonly number[] {
  return rounds.map(({ perSecond }) => perSecond);
}

function rowOf(name: string, rounds: readonly Round[]): Row {
  const latencies = rounds.flatMap(({ latenciesMs }) => latenciesMs);
  return {
    name: `${name}: four nodes, ${OFFERED} tx/s offered`,
    figures: {
      'tx/s': spreadOf(ratesOf(rounds)),
      'ms to a proven result': spreadOf(latencies),
      p95: Math.round(percentile(latencies, 0.95)),
      'results proven': latencies.length,
    },
  };
}

function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}
