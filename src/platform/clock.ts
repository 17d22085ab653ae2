/** The device's clock, which is never read as earlier than what is proven to be past. */

export interface FlooredClock {
  (): Date;
  /** How far the device is behind the floor, in milliseconds; 0 if it is not. */
  behindMs(): number;
  /** Raises the floor to the time of a verified header; it never sinks. */
  raise(timeMs: number): void;
  readonly floorMs: number;
}

/** @param floorMs - The floor kept from the last visit. */
export function flooredClock(
  floorMs = 0,
  deviceNowMs: () => number = () => Date.now(),
): FlooredClock {
  let floor = floorMs;
  const clock = () => new Date(Math.max(floor, deviceNowMs()));
  return Object.defineProperty(
    Object.assign(clock, {
      behindMs: () => Math.max(0, floor - deviceNowMs()),
      raise: (timeMs: number) => {
        if (Number.isSafeInteger(timeMs)) floor = Math.max(floor, timeMs);
      },
      floorMs: 0,
    }),
    'floorMs',
    { get: () => floor },
  );
}
