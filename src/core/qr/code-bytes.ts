/** The bytes behind the text of a presentation in a stream, where no alphabet has to be kept to. */
import { formatBase45 } from '../bytes/index.ts';
import { PREFIX } from './frame.ts';
import { LIMITS } from './limits.ts';
import { malformed, tooLarge } from './qr-error.ts';
import { readBase45 } from './stream-frame.ts';

/** @throws {@link QrError} `qr/malformed` for another text, `qr/too-large`. */
export function codeToBytes(text: string): Uint8Array {
  if (!text.startsWith(PREFIX)) throw malformed('not the code of a presentation');
  if (text.length > LIMITS.text.stream) throw tooLarge();
  return readBase45(text.slice(PREFIX.length));
}

/**
 * The text for `decodeEnvelope`, carried by a stream.
 *
 * @throws {@link QrError} `qr/too-large` for more than a presentation in a stream may hold.
 */
export function codeFromBytes(untrusted: Uint8Array): string {
  const length = Math.ceil((untrusted.length * 3) / 2);
  if (PREFIX.length + length > LIMITS.text.stream) throw tooLarge();
  return `${PREFIX}${formatBase45(untrusted)}`;
}
