/** The array inside a Token Status List (draft-ietf-oauth-status-list-20, section 4). */
import { StatusError } from './status-error.ts';

/** Bits that one status takes. */
export type StatusBits = 1 | 2 | 4 | 8;

/** Packed statuses; the first one sits in the lowest bits of the first byte. */
export interface StatusList {
  readonly bits: StatusBits;
  readonly bytes: Uint8Array;
}

/** Values with a meaning of their own (section 7.1); all others are the issuer's own. */
export const STATUS = { valid: 0, invalid: 1, suspended: 2 } as const;

/** Whether a list may have this width. */
export function isStatusBits(value: unknown): value is StatusBits {
  return value === 1 || value === 2 || value === 4 || value === 8;
}

/** How many statuses the list holds. */
export function statusCapacity({ bits, bytes }: StatusList): number {
  return (bytes.length * 8) / bits;
}

/** @throws {@link StatusError} `status/out-of-range` if the list has no such index. */
export function statusAt(list: StatusList, idx: number): number {
  const { byte, shift, mask } = locate(list, idx);
  return ((list.bytes[byte] ?? 0) >> shift) & mask;
}

/**
 * A list like this one but with another status at `idx`.
 *
 * @throws {@link StatusError} `status/out-of-range` for index or value.
 */
export function withStatus(list: StatusList, idx: number, status: number): StatusList {
  const { byte, shift, mask } = locate(list, idx);
  if (!Number.isInteger(status) || status < 0 || status > mask)
    throw new StatusError('status/out-of-range', 'no such status in this width');
  const bytes = list.bytes.slice();
  bytes[byte] = ((bytes[byte] ?? 0) & ~(mask << shift)) | (status << shift);
  return { bits: list.bits, bytes };
}

function locate(list: StatusList, idx: number): { byte: number; shift: number; mask: number } {
  if (!Number.isSafeInteger(idx) || idx < 0 || idx >= statusCapacity(list))
    throw new StatusError('status/out-of-range', 'no such index in this list');
  const perByte = 8 / list.bits;
  return {
    byte: Math.floor(idx / perByte),
    shift: (idx % perByte) * list.bits,
    mask: (1 << list.bits) - 1,
  };
}
