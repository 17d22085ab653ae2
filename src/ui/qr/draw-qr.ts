import type { Attachment } from 'svelte/attachments';
import { CodeCanvas } from './code-canvas.ts';
import { qrModules } from './qr-modules.ts';

/** Draws `text` on a canvas, as large as the canvas's parent allows, and again when that changes. */
export function drawnQr(text: string): Attachment<HTMLCanvasElement> {
  return (element) => {
    const canvas = new CodeCanvas(element);
    canvas.show(qrModules(text));
    return () => {
      canvas.leave();
    };
  };
}
