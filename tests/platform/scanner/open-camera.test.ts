import { describe, expect, it } from 'vitest';
import {
  closeCamera,
  nextCamera,
  openCamera,
  type Cameras,
} from '#platform/scanner/open-camera.ts';

const STREAM = {} as MediaStream;

/** Cameras that answer one request after the other: with a stream, or by an error's name. */
function cameras(...answers: readonly string[]) {
  const asked: MediaStreamConstraints[] = [];
  const getUserMedia: Cameras['getUserMedia'] = (constraints) => {
    const answer = answers[asked.push(constraints ?? {}) - 1];
    if (answer === 'stream') return Promise.resolve(STREAM);
    return Promise.reject(Object.assign(new Error(answer), { name: answer }));
  };
  return { asked, getUserMedia };
}

describe('opening a camera', () => {
  it('wishes for the rear one in full HD, and demands nothing', async () => {
    const { asked, getUserMedia } = cameras('stream');
    expect(await openCamera({ getUserMedia })).toBe(STREAM);
    expect(asked).toEqual([
      {
        video: {
          facingMode: { ideal: 'environment' },
          width: { ideal: 1920 },
          height: { ideal: 1080 },
          frameRate: { ideal: 30 },
        },
      },
    ]);
  });

  it('takes any camera where the wishes cannot be met', async () => {
    const { asked, getUserMedia } = cameras('OverconstrainedError', 'stream');
    expect(await openCamera({ getUserMedia })).toBe(STREAM);
    expect(asked[1]).toEqual({ video: true });
  });

  it('takes the one that was chosen, or any if that has gone', async () => {
    const { asked, getUserMedia } = cameras('OverconstrainedError', 'stream');
    expect(await openCamera({ getUserMedia }, 'front')).toBe(STREAM);
    expect(asked).toEqual([
      {
        video: {
          deviceId: { exact: 'front' },
          width: { ideal: 1920 },
          height: { ideal: 1080 },
          frameRate: { ideal: 30 },
        },
      },
      { video: true },
    ]);
  });

  it.each([
    ['scanner/denied', ['NotAllowedError']],
    ['scanner/denied', ['SecurityError']],
    ['scanner/no-camera', ['NotFoundError']],
    ['scanner/no-camera', ['OverconstrainedError', 'OverconstrainedError']],
    ['scanner/denied', ['OverconstrainedError', 'NotAllowedError']],
    ['scanner/busy', ['NotReadableError']],
    ['scanner/busy', ['AbortError']],
    ['scanner/busy', ['SomethingNewError']],
  ])('is refused with %s after %j', async (code, answers) => {
    await expect(openCamera(cameras(...answers))).rejects.toMatchObject({ code });
  });

  it('is refused on a page that is not secure', async () => {
    await expect(openCamera(undefined)).rejects.toMatchObject({ code: 'scanner/insecure' });
  });

  it('knows the next one, round and round, and of one or none that there is no other', async () => {
    const device = (deviceId: string, kind = 'videoinput') =>
      ({ deviceId, kind }) as MediaDeviceInfo;
    const with_ = (...devices: MediaDeviceInfo[]) => ({
      ...cameras(),
      enumerateDevices: () => Promise.resolve(devices),
    });
    const two = with_(device('rear'), device('ear', 'audioinput'), device('front'));
    expect(await nextCamera(two, 'rear')).toBe('front');
    expect(await nextCamera(two, 'front')).toBe('rear');
    expect(await nextCamera(two, undefined)).toBe('rear');
    expect(await nextCamera(with_(device('rear')), 'rear')).toBeUndefined();
    // Before the camera is allowed, browsers give no names.
    expect(await nextCamera(with_(device(''), device('')), undefined)).toBeUndefined();
    expect(await nextCamera(cameras(), 'rear')).toBeUndefined();
    expect(await nextCamera(undefined, 'rear')).toBeUndefined();
    const broken = { ...cameras(), enumerateDevices: () => Promise.reject(new Error('no')) };
    expect(await nextCamera(broken, 'rear')).toBeUndefined();
  });

  it('ends with every track stopped', () => {
    let stopped = 0;
    const track = { stop: () => (stopped += 1) };
    closeCamera({ getTracks: () => [track, track] } as unknown as MediaStream);
    expect(stopped).toBe(2);
  });
});
