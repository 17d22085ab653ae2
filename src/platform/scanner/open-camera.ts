/** Opening a camera: the rear one if there is a choice, and fine enough for a dense code. */
import { ScannerError, type ScannerCode } from './scanner-error.ts';

/** Wishes, never demands: a demand that cannot be met leaves the person without any camera. Only a
 * camera that was chosen is demanded, and if it has gone any other is taken. */
const WISHES: MediaTrackConstraints = {
  facingMode: { ideal: 'environment' },
  width: { ideal: 1920 },
  height: { ideal: 1080 },
  frameRate: { ideal: 30 },
};

const CODES: Readonly<Record<string, ScannerCode>> = {
  NotAllowedError: 'scanner/denied',
  SecurityError: 'scanner/denied',
  NotFoundError: 'scanner/no-camera',
  OverconstrainedError: 'scanner/no-camera',
  NotReadableError: 'scanner/busy',
  AbortError: 'scanner/busy',
};

/** The part of `MediaDevices` that is used. */
export type Cameras = Pick<MediaDevices, 'getUserMedia'> &
  Partial<Pick<MediaDevices, 'enumerateDevices'>>;

/**
 * Asks for the camera, and takes any if the browser insists that the wished-for one does not exist.
 *
 * @param cameras - `navigator.mediaDevices`, which insecure pages do not have.
 * @param deviceId - The one that the person has chosen.
 * @throws {@link ScannerError} `scanner/insecure`, `denied`, `no-camera` or `busy`.
 */
export async function openCamera(
  cameras: Cameras | undefined,
  deviceId?: string,
): Promise<MediaStream> {
  if (cameras === undefined) throw new ScannerError('scanner/insecure', 'no media devices here');
  try {
    return await cameras.getUserMedia({ video: wishesFor(deviceId) });
  } catch (cause) {
    if (nameOf(cause) !== 'OverconstrainedError') throw refusal(cause);
  }
  try {
    return await cameras.getUserMedia({ video: true });
  } catch (cause) {
    throw refusal(cause);
  }
}

/** The camera after this one, in the device's own order; `undefined` if there is no other. */
export async function nextCamera(
  cameras: Cameras | undefined,
  deviceId: string | undefined,
): Promise<string | undefined> {
  const devices = (await cameras?.enumerateDevices?.().catch(() => [])) ?? [];
  const ids = devices.flatMap(({ kind, deviceId: id }) =>
    kind === 'videoinput' && id !== '' ? id : [],
  );
  return ids.length < 2 ? undefined : ids[(ids.indexOf(deviceId ?? '') + 1) % ids.length];
}

function wishesFor(deviceId: string | undefined): MediaTrackConstraints {
  if (deviceId === undefined) return WISHES;
  const { facingMode: _, ...others } = WISHES;
  return { ...others, deviceId: { exact: deviceId } };
}

/** Gives the camera back; its light goes out. */
export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function refusal(cause: unknown): ScannerError {
  return new ScannerError(CODES[nameOf(cause)] ?? 'scanner/busy', 'no camera', { cause });
}

function nameOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : '';
}
