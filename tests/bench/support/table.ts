/** A benchmark in words. */
import type { Spread } from './statistics.ts';
import type { BenchResult, Row, Target } from './types.ts';

/** Readable lines: the machine, rows, targets. */
export function formatResult({ name, machine, rows, targets }: BenchResult): string {
  const about = Object.entries(machine).map(([key, value]) => `${key} ${value}`);
  return [
    `${name}: ${about.join(', ')}`,
    'median [lower quartile – upper quartile]',
    ...rows.map(formatRow),
    ...(targets.length === 0 ? [] : ['', ...targets.map(formatTarget)]),
  ].join('\n');
}

function formatRow({ name, figures }: Row): string {
  const cells = Object.entries(figures).map(([key, value]) => `${key} ${formatFigure(value)}`);
  return `  ${name}: ${cells.join(' · ')}`;
}

function formatFigure(value: Spread | number | string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return short(value);
  return `${short(value.median)} [${short(value.lower)} – ${short(value.upper)}]`;
}

function formatTarget({ name, value, limit, unit, holds }: Target): string {
  return `${holds ? 'holds' : 'MISSED'}  ${name}: ${short(value)} ${unit} (limit ${limit})`;
}

/** Three digits that matter, whole numbers whole. */
function short(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}
