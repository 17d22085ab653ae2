import { describe, expect, it } from 'vitest';
import { isCameraGranted } from '#platform/scanner/camera-permission.ts';

/** A browser's answer, or its refusal to know the question. */
function permissions(state: PermissionState | 'unknown') {
  const query = (wanted: PermissionDescriptor): Promise<PermissionStatus> => {
    if (state === 'unknown') return Promise.reject(new TypeError(`what is ${wanted.name}?`));
    expect(wanted).toEqual({ name: 'camera' });
    return Promise.resolve({ state } as PermissionStatus);
  };
  return { query };
}

describe('the permission for the camera', () => {
  it.each([
    ['granted', true],
    ['prompt', false],
    ['denied', false],
    ['unknown', false],
  ] as const)('that the browser says is %s counts as granted: %s', async (state, isGranted) => {
    expect(await isCameraGranted(permissions(state))).toBe(isGranted);
  });
});
