import { addMultiple, inverse, scale } from './gf256.ts';

interface Equation {
  readonly row: Uint8Array;
  readonly symbol: Uint8Array;
}

/**
 * Solves for the symbols of a stream, frame by frame: the equations held are always in reduced form,
 * so the work is spread over the frames and nothing is left for the last one.
 */
export class SymbolSolver {
  /** By the number of the symbol that the equation is solved for. */
  readonly #solved = new Map<number, Equation>();

  /** How many independent frames there are. */
  get have(): number {
    return this.#solved.size;
  }

  /** Takes a frame, whose arrays it keeps; whether it said anything new. */
  add(row: Uint8Array, symbol: Uint8Array): boolean {
    for (const [pivot, held] of this.#solved) {
      const factor = row[pivot] ?? 0;
      addMultiple(row, held.row, factor);
      addMultiple(symbol, held.symbol, factor);
    }
    const pivot = row.findIndex((coefficient) => coefficient !== 0);
    if (pivot < 0) return false;
    const factor = inverse(row[pivot] ?? 0);
    scale(row, factor);
    scale(symbol, factor);
    this.#solveOthers(pivot, { row, symbol });
    return true;
  }

  /** The symbols in order, once as many frames are held as there are symbols. */
  symbols(): Uint8Array[] {
    return [...this.#solved].sort(([a], [b]) => a - b).map(([, { symbol }]) => symbol);
  }

  #solveOthers(pivot: number, equation: Equation): void {
    for (const held of this.#solved.values()) {
      const factor = held.row[pivot] ?? 0;
      addMultiple(held.row, equation.row, factor);
      addMultiple(held.symbol, equation.symbol, factor);
    }
    this.#solved.set(pivot, equation);
  }
}
