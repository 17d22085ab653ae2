import { foreignKind } from './foreign-kind.ts';
import type { ForeignKind } from './qr-error.ts';
import { isStreamText } from './stream-frame.ts';

/**
 * Of all codes in one picture, those that are meant: of the wanted kind if there are any, or else the
 * first. Nothing is read but how they begin.
 *
 * @returns `several` if more than one code of the wanted kind could be meant. Frames of moving codes
 * are all handed on: their collector tells them apart.
 */
export function chooseCodes(
  untrusted: readonly string[],
  wanted: ForeignKind,
): readonly string[] | 'several' {
  const different = [...new Set(untrusted)];
  const meant = different.filter((text) => foreignKind(text) === wanted);
  if (meant.length === 0) return different.slice(0, 1);
  const isOne = meant.length === 1 || meant.every(isStreamText);
  return isOne ? meant : 'several';
}
