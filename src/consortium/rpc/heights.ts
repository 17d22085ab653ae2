/** Which heights and pages may be asked for, refused in CometBFT's words. */
import { internalError } from './rpc-error.ts';

const MAX_HEADERS = 20;
const MAX_PER_PAGE = 100;
const DEFAULT_PER_PAGE = 30;

/** The height asked for, or the newest. */
export function heightOf(asked: number | undefined, latest: number): number {
  if (asked === undefined) return latest;
  if (asked <= 0) throw internalError(`height must be greater than 0, but got ${asked}`);
  if (asked > latest) {
    throw internalError(
      `height ${asked} must be less than or equal to the current blockchain height ${latest}`,
    );
  }
  return asked;
}

/** First and last height of a `blockchain` answer: at most 20, the newest of those asked for. */
export function headerRange(
  min: number,
  max: number,
  latest: number,
): { readonly min: number; readonly max: number } {
  if (min < 0 || max < 0) throw internalError('heights must be non-negative');
  const last = Math.min(latest, max === 0 ? latest : max);
  const first = Math.max(min === 0 ? 1 : min, last - MAX_HEADERS + 1, 1);
  if (first > last) {
    throw internalError(`min height ${first} can't be greater than max height ${last}`);
  }
  return { min: first, max: last };
}

/** Which items of `total` are on the page. */
export function pageOf(
  page: number | undefined,
  perPage: number | undefined,
  total: number,
): { readonly from: number; readonly to: number } {
  const size =
    perPage === undefined || perPage < 1 ? DEFAULT_PER_PAGE : Math.min(perPage, MAX_PER_PAGE);
  const pages = Math.max(1, Math.ceil(total / size));
  const number = page ?? 1;
  if (number < 1 || number > pages) {
    throw internalError(`page should be within [1, ${pages}] range, given ${number}`);
  }
  return { from: (number - 1) * size, to: Math.min(number * size, total) };
}
