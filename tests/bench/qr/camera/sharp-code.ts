/** A code as a good camera sees it: whole pixels per module, no blur, in the middle of the picture. */
import { create } from 'qrcode';
import { QUIET_MODULES } from '#ui/qr/qr-layout.ts';
import { CAMERA_SIZE, emptyFrame, type Picture } from '../../../support/fake-camera.ts';

/** How a code is held up. */
export interface HeldCode {
  readonly modulePx: number;
  readonly size?: typeof CAMERA_SIZE;
  /** The smallest that holds the text, if left out. */
  readonly version?: number;
}

export function sharpCode(
  text: string,
  { modulePx, size = CAMERA_SIZE, version }: HeldCode,
): Picture {
  const { modules } = create([{ data: text, mode: 'alphanumeric' }], {
    ...(version !== undefined && { version }),
    errorCorrectionLevel: 'L',
  });
  const isDark = (row: number, column: number) => {
    const isInside = Math.min(row, column) >= 0 && Math.max(row, column) < modules.size;
    return isInside && modules.get(row, column) !== 0;
  };
  const side = (modules.size + 2 * QUIET_MODULES) * modulePx;
  const frame = emptyFrame(size);
  const [left, top] = [(size.width - side) >> 1, (size.height - side) >> 1];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const row = Math.floor(y / modulePx) - QUIET_MODULES;
      const column = Math.floor(x / modulePx) - QUIET_MODULES;
      frame.luma[(top + y) * size.width + left + x] = isDark(row, column) ? 0 : 255;
    }
  }
  return frame;
}
