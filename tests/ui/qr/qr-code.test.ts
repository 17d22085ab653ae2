import { describe, expect, it } from 'vitest';
import { QUIET_MODULES, qrLayout } from '#ui/qr/qr-layout.ts';
import { qrModules } from '#ui/qr/qr-modules.ts';

describe('the layout of a code', () => {
  it.each([
    [117, 358, 3],
    [117, 358, 1],
    [125, 700, 1.25],
    [21, 120, 2],
  ])('of %d modules in %d CSS pixels at ratio %d fits, in whole pixels', (size, css, ratio) => {
    const { modulePx, sidePx, cssSide } = qrLayout(size, css, ratio);
    expect(Number.isInteger(modulePx)).toBe(true);
    expect(sidePx).toBe(modulePx * (size + 2 * QUIET_MODULES));
    expect(cssSide).toBeLessThanOrEqual(css);
    expect(cssSide * ratio).toBeCloseTo(sidePx);
    expect((modulePx + 1) * (size + 2 * QUIET_MODULES)).toBeGreaterThan(css * ratio);
  });

  it('never vanishes, however little room there is', () => {
    expect(qrLayout(117, 0, 1).modulePx).toBe(1);
  });
});

describe('the modules of a code', () => {
  it('pack what is alphanumeric tighter than a link of the same length', () => {
    const ours = qrModules(`LS1:${'A'.repeat(1400)}`);
    const bytes = qrModules(`LS1:${'a'.repeat(1400)}`);
    expect(ours.size).toBe(17 + 4 * 22);
    expect(bytes.size).toBeGreaterThan(ours.size);
  });

  it('have finder patterns in three corners', () => {
    const { size, isDark } = qrModules('https://localhost/receive#x');
    const ring = [0, 1, 2, 3, 4, 5, 6].map((at) => isDark(1, at));
    expect(ring).toEqual([true, false, false, false, false, false, true]);
    expect([isDark(3, 3), isDark(3, size - 4), isDark(size - 4, 3)]).toEqual([true, true, true]);
  });

  it('hold the largest code that there is, and no more', () => {
    expect(qrModules('A'.repeat(4296)).size).toBe(177);
    expect(() => qrModules('A'.repeat(4297))).toThrow();
  });
});
