/** A file that a person has chosen. Only its size is known before it is read. */
import { BytesError, decodeUtf8 } from '#core/bytes/index.ts';
import { CodedError } from '#core/errors.ts';

/** Why a file was not read. */
export type FileCode = 'file/too-large' | 'file/unreadable' | 'file/not-text';

export class FileError extends CodedError<FileCode> {}

export type ChosenFile = Pick<Blob, 'size' | 'arrayBuffer'>;

/**
 * @throws {@link FileError} `file/too-large`, without reading it; `file/unreadable` for one that is gone by now, or
 * lies in somebody's cloud.
 */
export async function bytesOf(file: ChosenFile, maxBytes: number): Promise<Uint8Array> {
  if (file.size > maxBytes) throw new FileError('file/too-large', `${String(file.size)} bytes`);
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new FileError('file/unreadable', 'the file cannot be read', { cause });
  }
}

/** @throws {@link FileError} as {@link bytesOf}, and `file/not-text` for anything but UTF-8. */
export async function textOf(file: ChosenFile, maxBytes: number): Promise<string> {
  const bytes = await bytesOf(file, maxBytes);
  try {
    return withoutMark(decodeUtf8(bytes));
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause;
    throw new FileError('file/not-text', 'not UTF-8', { cause });
  }
}

/** Some editors begin every text file with this mark. */
function withoutMark(text: string): string {
  return text.replace(/^\ufeff/, '');
}
