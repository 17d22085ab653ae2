/** A code on paper: its size in millimetres follows from what printers draw and phones read. */
import { QUIET_MODULES } from './qr-layout.ts';
import { qrModules, type QrModules } from './qr-modules.ts';

export type PaperSize = 'page' | 'card';

export interface PaperCode {
  readonly modules: QrModules;
  /** Modules along a side, quiet zone included. */
  readonly side: number;
  /** Millimetres along a side. */
  readonly mm: number;
}

/** Millimetres of a module: on a page there is room for what any printer draws. */
const PAGE_MODULE = 0.5;
/** A card's side less its margins, and the finest module that paper still gives back. */
const CARD_MM = 49;
const CARD_LEAST_MODULE = 0.36;
/** Level M holds up to 3,391 characters. */
const MOST_FOR_M = 3391;

/** Lays a code out; `undefined` if it would be too fine for a card. */
export function paperCode(text: string, size: PaperSize): PaperCode | undefined {
  const modules = qrModules(text, size === 'page' && text.length <= MOST_FOR_M ? 'M' : 'L');
  const side = modules.size + 2 * QUIET_MODULES;
  if (size === 'page') return { modules, side, mm: side * PAGE_MODULE };
  return CARD_MM / side < CARD_LEAST_MODULE ? undefined : { modules, side, mm: CARD_MM };
}

/** The dark modules as one path, a run of a row at a time. */
export function printedCode({ modules: { size, isDark } }: PaperCode): string {
  const runs: string[] = [];
  for (let row = 0; row < size; row++) {
    for (let from = 0; from < size; from++) {
      if (!isDark(row, from)) continue;
      const start = from;
      while (from < size && isDark(row, from)) from++;
      runs.push(
        `M${start + QUIET_MODULES} ${row + QUIET_MODULES}h${from - start}v1h${start - from}z`,
      );
    }
  }
  return runs.join('');
}
