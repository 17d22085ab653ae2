/** Times with nanoseconds: `Date` would lose digits. */
import { malformed } from './cometbft-error.ts';
import type { Timestamp } from './types.ts';

const RFC3339 = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/;

/** `0001-01-01T00:00:00Z`, which absent signatures carry. */
export const GO_ZERO_TIME: Timestamp = { seconds: -62_135_596_800n, nanos: 0 };

/**
 * Reads RFC 3339 with zero to nine digits of fraction, in UTC.
 *
 * @throws {@link CometbftError} `cometbft/malformed`.
 */
export function parseTime(untrusted: unknown): Timestamp {
  const match = typeof untrusted === 'string' ? RFC3339.exec(untrusted) : null;
  const whole = match?.[1] ?? '';
  const milliseconds = Date.parse(`${whole}Z`);
  // Date.parse takes the 30th of February for a day in March.
  if (match === null || Number.isNaN(milliseconds) || wholeSeconds(milliseconds) !== whole) {
    throw malformed('time');
  }
  return { seconds: BigInt(milliseconds / 1000), nanos: Number((match[2] ?? '').padEnd(9, '0')) };
}

/** RFC 3339 as Go writes it: fraction without trailing zeros. */
export function formatTime({ seconds, nanos }: Timestamp): string {
  const whole = wholeSeconds(Number(seconds) * 1000);
  const fraction = String(nanos).padStart(9, '0').replace(/0+$/, '');
  return `${whole}${fraction === '' ? '' : `.${fraction}`}Z`;
}

function wholeSeconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19);
}

/** Nanoseconds since 1970. */
export function timeNs({ seconds, nanos }: Timestamp): bigint {
  return seconds * 1_000_000_000n + BigInt(nanos);
}

/** The inverse of {@link timeNs}. */
export function timestampOf(ns: bigint): Timestamp {
  const seconds = ns / 1_000_000_000n - (ns % 1_000_000_000n < 0n ? 1n : 0n);
  return { seconds, nanos: Number(ns - seconds * 1_000_000_000n) };
}
