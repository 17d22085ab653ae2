/** Arithmetic in GF(256) over x⁸ + x⁴ + x³ + x² + 1, with generator 2, by tables of logarithms. */
const POLYNOMIAL = 0x11d;
const LOG = new Uint8Array(256);
/** Twice as long as the field, so that a sum of two logarithms needs no remainder. */
const EXP = new Uint8Array(510);

for (let power = 0, value = 1; power < 255; power++) {
  EXP[power] = EXP[power + 255] = value;
  LOG[value] = power;
  value = value < 128 ? value << 1 : (value << 1) ^ POLYNOMIAL;
}

/** 1 / `value`, which must not be 0. */
export function inverse(value: number): number {
  return EXP[255 - (LOG[value] ?? 0)] ?? 0;
}

/** `target` + `factor` · `source`, in place; both of one length. */
export function addMultiple(target: Uint8Array, source: Uint8Array, factor: number): void {
  if (factor === 0) return;
  const log = LOG[factor] ?? 0;
  for (let at = 0; at < target.length; at++) {
    const value = source[at] ?? 0;
    if (value !== 0) target[at] = (target[at] ?? 0) ^ (EXP[log + (LOG[value] ?? 0)] ?? 0);
  }
}

/** `target` · `factor`, in place; `factor` must not be 0. */
export function scale(target: Uint8Array, factor: number): void {
  const log = LOG[factor] ?? 0;
  for (let at = 0; at < target.length; at++) {
    const value = target[at] ?? 0;
    if (value !== 0) target[at] = EXP[log + (LOG[value] ?? 0)] ?? 0;
  }
}
