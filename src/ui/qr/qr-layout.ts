/** Size of a code on screen. Modules of uneven width are what cameras stumble over. */

/** Light modules that the standard asks for on every side. */
export const QUIET_MODULES = 4;

/** How large a code is drawn. */
export interface QrLayout {
  /** Device pixels of a module: always whole. */
  readonly modulePx: number;
  /** Device pixels of the whole square, quiet zone included. */
  readonly sidePx: number;
  /** The same in CSS pixels. */
  readonly cssSide: number;
}

/**
 * The largest code that fits.
 *
 * @param size - Modules along a side, without the quiet zone.
 * @param availableCss - CSS pixels along a side.
 * @param pixelRatio - Device pixels of a CSS pixel.
 */
export function qrLayout(size: number, availableCss: number, pixelRatio: number): QrLayout {
  const whole = size + 2 * QUIET_MODULES;
  const modulePx = Math.max(1, Math.floor((availableCss * pixelRatio) / whole));
  const sidePx = modulePx * whole;
  return { modulePx, sidePx, cssSide: sidePx / pixelRatio };
}
