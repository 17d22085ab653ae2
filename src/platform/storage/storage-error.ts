import { CodedError } from '#core/errors.ts';

/** Why the browser's storage did not do as asked. What was stored before is unchanged. */
export type StorageCode = 'storage/full' | 'storage/unavailable' | 'storage/blocked';

/** Refusal of the browser's storage. */
export class StorageError extends CodedError<StorageCode> {}

/** The code for a failure of IndexedDB. Anything that is no failure of its own is a bug. */
export function storageFailure(cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  if (!(cause instanceof DOMException)) throw cause;
  if (cause.name === 'QuotaExceededError') {
    return new StorageError('storage/full', 'no space left', { cause });
  }
  return new StorageError('storage/unavailable', cause.name, { cause });
}

/** Goes on with `fallback` where the browser refuses to store or to read. */
export async function orElse<T>(fallback: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StorageError) return fallback;
    throw error;
  }
}
