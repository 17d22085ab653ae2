import { QUIET_MODULES, qrLayout, type QrLayout } from './qr-layout.ts';
import type { QrModules } from './qr-modules.ts';

/** A canvas that shows codes, as large as its parent allows in whole pixels per module. */
export class CodeCanvas {
  readonly #element: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #over = new AbortController();
  readonly #observer = new ResizeObserver(() => {
    this.#draw();
  });
  #modules: QrModules | undefined;

  constructor(element: HTMLCanvasElement) {
    const context = element.getContext('2d', { alpha: false });
    if (context === null) throw new Error('no canvas');
    this.#element = element;
    this.#context = context;
    if (element.parentElement !== null) this.#observer.observe(element.parentElement);
    this.#watchPixelRatio();
  }

  show(modules: QrModules): void {
    this.#modules = modules;
    this.#draw();
  }

  /** The canvas is taken off the page. */
  leave(): void {
    this.#observer.disconnect();
    this.#over.abort();
  }

  #draw(): void {
    const card = this.#element.parentElement;
    if (card === null || this.#modules === undefined) return;
    const available = Math.min(card.clientWidth, card.clientHeight);
    const layout = qrLayout(this.#modules.size, available, devicePixelRatio);
    this.#fit(layout);
    drawQr(this.#context, this.#modules, layout);
  }

  /** Only when it changes: a canvas that is sized is made anew. */
  #fit({ sidePx, cssSide }: QrLayout): void {
    const { style } = this.#element;
    if (this.#element.width !== sidePx) this.#element.width = this.#element.height = sidePx;
    style.width = style.height = `${cssSide}px`;
  }

  /** Zooming and another screen change the pixels of a card, though not its size. */
  #watchPixelRatio(): void {
    const options = { once: true, signal: this.#over.signal };
    const next = () => {
      this.#draw();
      this.#watchPixelRatio();
    };
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', next, options);
  }
}

/** Black on white whatever the theme: readers expect dark modules on a light ground. */
function drawQr(
  context: CanvasRenderingContext2D,
  { size, isDark }: QrModules,
  { sidePx, modulePx }: QrLayout,
): void {
  context.fillStyle = '#fff';
  context.fillRect(0, 0, sidePx, sidePx);
  context.fillStyle = '#000';
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (!isDark(row, column)) continue;
      const [x, y] = [(column + QUIET_MODULES) * modulePx, (row + QUIET_MODULES) * modulePx];
      context.fillRect(x, y, modulePx, modulePx);
    }
  }
}
