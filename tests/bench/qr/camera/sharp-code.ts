/** A code as a good camera sees it: whole pixels per module, no blur, in the middle of 720 lines. */
import { create } from 'qrcode';
import { QUIET_MODULES } from '#ui/qr/qr-layout.ts';
import { CAMERA_SIZE, emptyFrame, type Picture } from '../../../support/fake-camera.ts';

const VERSION = 22;
/** So that the code lies within the middle of the picture, where `qr-scanner` alone looks. */
const MODULE_PX = 4;

export function sharpCode(text: string): Picture {
  const { modules } = create([{ data: text, mode: 'alphanumeric' }], {
    version: VERSION,
    errorCorrectionLevel: 'L',
  });
  const isDark = (row: number, column: number) => {
    const isInside = Math.min(row, column) >= 0 && Math.max(row, column) < modules.size;
    return isInside && modules.get(row, column) !== 0;
  };
  const side = (modules.size + 2 * QUIET_MODULES) * MODULE_PX;
  const frame = emptyFrame();
  const [left, top] = [(CAMERA_SIZE.width - side) >> 1, (CAMERA_SIZE.height - side) >> 1];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const row = Math.floor(y / MODULE_PX) - QUIET_MODULES;
      const column = Math.floor(x / MODULE_PX) - QUIET_MODULES;
      frame.luma[(top + y) * CAMERA_SIZE.width + left + x] = isDark(row, column) ? 0 : 255;
    }
  }
  return frame;
}
