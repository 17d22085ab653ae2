/** Turning text into a QR code's modules. */
import { create } from 'qrcode';

/** A square of dark and light modules, without its quiet zone. */
export interface QrModules {
  /** Modules along a side. */
  readonly size: number;
  readonly isDark: (row: number, column: number) => boolean;
}

const DIGITS = /^\d+$/;
const ALPHANUMERIC = /^[0-9A-Z $%*+\-./:]+$/;

/**
 * Digits go as digits. Codes of ours are alphanumeric and dense, so they get the level that leaves most room: on a screen
 * pixels per module decide, not redundancy. Anything else, such as a link, goes as UTF-8 bytes.
 *
 * @param level - Of codes of ours; paper gets creased, and takes the better one where there is room.
 *
 * Throws for more text than any code holds (4,296 alphanumeric characters); the caller bounds it.
 */
export function qrModules(text: string, level: 'L' | 'M' = 'L'): QrModules {
  const { modules } = createFrom(text, level);
  const { size } = modules;
  return { size, isDark: (row, column) => modules.get(row, column) !== 0 };
}

function createFrom(text: string, level: 'L' | 'M') {
  if (DIGITS.test(text)) {
    return create([{ data: text, mode: 'numeric' }], { errorCorrectionLevel: 'M' });
  }
  return ALPHANUMERIC.test(text)
    ? create([{ data: text, mode: 'alphanumeric' }], { errorCorrectionLevel: level })
    : create([{ data: new TextEncoder().encode(text), mode: 'byte' }], {
        errorCorrectionLevel: 'M',
      });
}
