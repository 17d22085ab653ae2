/** What can be set on an open camera. Each device says what it has, and few have everything. */

/** How close a camera can look. */
export interface Zoom {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly set: (factor: number) => Promise<void>;
}

/** `undefined` is what this camera does not have. */
export interface CameraControls {
  readonly torch: ((on: boolean) => Promise<void>) | undefined;
  readonly zoom: Zoom | undefined;
  /** Takes up the next camera of the device. */
  readonly next: (() => void) | undefined;
}

/** The part of a video track that is used; not every browser has all of it. */
export interface CameraTrack {
  readonly getCapabilities?: () => object;
  readonly getSettings?: () => MediaTrackSettings;
  readonly applyConstraints: (constraints: MediaTrackConstraints) => Promise<void>;
}

/** Constraints that the types of the browser leave out. */
type Wish = MediaTrackConstraintSet & { readonly torch?: boolean; readonly zoom?: number };

/** Torch and zoom of a camera. A device that breaks its own word leaves things as they were. */
export function controlsOf(track: CameraTrack): Pick<CameraControls, 'torch' | 'zoom'> {
  const capabilities: { readonly torch?: unknown; readonly zoom?: unknown } =
    track.getCapabilities?.() ?? {};
  const apply = async (wish: Wish) => {
    await track.applyConstraints({ advanced: [wish] }).catch(() => undefined);
  };
  const range = rangeOf(capabilities.zoom);
  const hasTorch = capabilities.torch === true || isBothWays(capabilities.torch);
  return {
    torch: hasTorch ? (on) => apply({ torch: on }) : undefined,
    zoom: range && {
      ...range,
      value: track.getSettings?.().zoom ?? range.min,
      set: (factor) => apply({ zoom: factor }),
    },
  };
}

/** Some browsers list the values that a torch can take. */
function isBothWays(torch: unknown): boolean {
  return Array.isArray(torch) && torch.includes(true) && torch.includes(false);
}

function rangeOf(zoom: unknown): Omit<Zoom, 'value' | 'set'> | undefined {
  if (typeof zoom !== 'object' || zoom === null) return undefined;
  const { min, max, step }: { min?: unknown; max?: unknown; step?: unknown } = zoom;
  if (typeof min !== 'number' || typeof max !== 'number' || !(min < max)) return undefined;
  return { min, max, step: typeof step === 'number' && step > 0 ? step : (max - min) / 20 };
}
