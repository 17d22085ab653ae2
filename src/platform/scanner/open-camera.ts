/** Opening a camera: the rear one if there is a choice, and fine enough for a dense code. */
import { ScannerError, type ScannerCode } from './scanner-error.ts';

/** Wishes, never demands: a demand that cannot be met leaves the person without any camera. */
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
export type Cameras = Pick<MediaDevices, 'getUserMedia'>;

/**
 * Asks for the camera, and takes any if the browser insists that the wished-for one does not exist.
 *
 * @param cameras - `navigator.mediaDevices`, which insecure pages do not have.
 * @throws {@link ScannerError} `scanner/insecure`, `denied`, `no-camera` or `busy`.
 */
export async function openCamera(cameras: Cameras | undefined): Promise<MediaStream> {
  if (cameras === undefined) throw new ScannerError('scanner/insecure', 'no media devices here');
  try {
    return await cameras.getUserMedia({ video: WISHES });
  } catch (cause) {
    if (nameOf(cause) !== 'OverconstrainedError') throw refusal(cause);
  }
  try {
    return await cameras.getUserMedia({ video: true });
  } catch (cause) {
    throw refusal(cause);
  }
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
