import type { Attachment } from 'svelte/attachments';
import type { StreamSource } from '#core/qr/index.ts';
import { CodeCanvas } from './code-canvas.ts';
import { Pace } from './pace.ts';
import { qrModules } from './qr-modules.ts';

/**
 * Draws frame after frame of a stream, without an end, past the page's own rendering. The browser
 * gives no turns to what is out of sight, so nothing moves there.
 * `data-frame` is the text on display.
 */
export function drawnStream(
  { frame }: StreamSource,
  framesPerSecond: number,
): Attachment<HTMLCanvasElement> {
  return (element) => {
    const canvas = new CodeCanvas(element);
    const pace = new Pace(1000 / framesPerSecond);
    let sequence = 0;
    let turn = 0;
    const step = (nowMs: number) => {
      if (pace.isDue(nowMs)) {
        const text = frame(sequence++);
        canvas.show(qrModules(text));
        element.dataset['frame'] = text;
      }
      turn = requestAnimationFrame(step);
    };
    step(performance.now());
    return () => {
      cancelAnimationFrame(turn);
      canvas.leave();
    };
  };
}
