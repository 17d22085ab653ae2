import { describe, expect, it } from 'vitest';
import { controlsOf } from '#platform/scanner/camera-controls.ts';

/** A camera's track that says what it can, and keeps what it was asked for. */
function track(capabilities: object | undefined, zoom?: number) {
  const asked: unknown[] = [];
  return {
    asked,
    ...(capabilities !== undefined && { getCapabilities: () => capabilities }),
    getSettings: () => (zoom === undefined ? {} : { zoom }),
    applyConstraints: (constraints: MediaTrackConstraints) => {
      asked.push(constraints);
      return Promise.resolve();
    },
  };
}

describe('a camera', () => {
  it('has no torch and no zoom unless it says so', () => {
    const nothing = { torch: undefined, zoom: undefined };
    expect(controlsOf(track(undefined))).toEqual(nothing);
    expect(controlsOf(track({}))).toEqual(nothing);
    expect(controlsOf(track({ torch: false, zoom: { min: 1, max: 1 } }))).toEqual(nothing);
    expect(controlsOf(track({ torch: [false], zoom: 3 }))).toEqual(nothing);
    expect(controlsOf(track({ torch: 'yes', zoom: null }))).toEqual(nothing);
  });

  it.each([[true], [[false, true]]])(
    'has a torch that is %o, which goes on and off',
    async (torch) => {
      const camera = track({ torch });
      const controls = controlsOf(camera);
      await controls.torch?.(true);
      await controls.torch?.(false);
      expect(camera.asked).toEqual([
        { advanced: [{ torch: true }] },
        { advanced: [{ torch: false }] },
      ]);
    },
  );

  it('zooms within what it can, beginning where it is', async () => {
    const camera = track({ zoom: { min: 1, max: 5, step: 0.1 } }, 2);
    const { zoom } = controlsOf(camera);
    expect(zoom).toMatchObject({ min: 1, max: 5, step: 0.1, value: 2 });
    await zoom?.set(3);
    expect(camera.asked).toEqual([{ advanced: [{ zoom: 3 }] }]);
    expect(controlsOf(track({ zoom: { min: 1, max: 5 } })).zoom).toMatchObject({
      step: 0.2,
      value: 1,
    });
  });

  it('that refuses after all stays as it was', async () => {
    const camera = {
      ...track({ torch: true }),
      applyConstraints: () => Promise.reject(new Error('in use')),
    };
    await expect(controlsOf(camera).torch?.(true)).resolves.toBeUndefined();
  });
});
