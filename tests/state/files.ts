/** Files as a person may choose them. */
import type { ChosenFile } from '#state/chosen-file.ts';

export const fileOf = (bytes: Uint8Array): ChosenFile => new Blob([Uint8Array.from(bytes)]);

/** Whoever reads it fails the test. */
export const unreadFile = (size: number): ChosenFile => ({
  size,
  arrayBuffer: () => Promise.reject(new Error('it was read')),
});

/** It was moved, or lies in somebody's cloud. */
export const goneFile = (): ChosenFile => ({
  size: 9,
  arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')),
});
