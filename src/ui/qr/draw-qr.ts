import type { Attachment } from 'svelte/attachments';
import { QUIET_MODULES, qrLayout, type QrLayout } from './qr-layout.ts';
import { qrModules, type QrModules } from './qr-modules.ts';

/** Draws `text` on a canvas, as large as the canvas's parent allows, and again when that changes. */
export function drawnQr(text: string): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    const card = canvas.parentElement;
    if (card === null) return;
    const modules = qrModules(text);
    const fit = () => {
      const available = Math.min(card.clientWidth, card.clientHeight);
      const layout = qrLayout(modules.size, available, devicePixelRatio);
      canvas.width = canvas.height = layout.sidePx;
      drawQr(canvas, modules, layout);
      canvas.style.width = canvas.style.height = `${layout.cssSide}px`;
    };
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(card);
    const unwatch = watchPixelRatio(fit);
    return () => {
      observer.disconnect();
      unwatch();
    };
  };
}

/** Zooming and another screen change the pixels of a card, though not its size. */
function watchPixelRatio(onChange: () => void): () => void {
  const over = new AbortController();
  const watch = () => {
    const options = { once: true, signal: over.signal };
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', next, options);
  };
  const next = () => {
    onChange();
    watch();
  };
  watch();
  return () => {
    over.abort();
  };
}

/** Black on white whatever the theme: readers expect dark modules on a light ground. */
function drawQr(canvas: HTMLCanvasElement, modules: QrModules, layout: QrLayout): void {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('no canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, layout.sidePx, layout.sidePx);
  context.fillStyle = '#000';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.isDark(row, column)) fillModule(context, row, column, layout.modulePx);
    }
  }
}

function fillModule(
  context: CanvasRenderingContext2D,
  row: number,
  column: number,
  modulePx: number,
): void {
  const [x, y] = [(column + QUIET_MODULES) * modulePx, (row + QUIET_MODULES) * modulePx];
  context.fillRect(x, y, modulePx, modulePx);
}
