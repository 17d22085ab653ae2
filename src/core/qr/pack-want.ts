/**
 * What a device that wants trust data shows to whoever has them: `LSP1:` and base45 of
 * `version ‖ chain tag (8) ‖ height (6)`, big-endian. A wish: nobody is bound by it, and nothing
 * depends on its being true but the size of what is sent.
 */
import { concatBytes, formatBase45 } from '../bytes/index.ts';
import { foreignKind } from './foreign-kind.ts';
import { tidy } from './frame.ts';
import { malformed, newer, QrError } from './qr-error.ts';
import { REQUEST_LIMITS } from './request.ts';
import { readBase45 } from './stream-frame.ts';

/** What the receiver holds. */
export interface PackWant {
  /** As in a request: which consortium is meant. */
  readonly chainTag: Uint8Array;
  /** Of its trust pack; 0 if it has none. */
  readonly height: number;
}

const PREFIX = 'LSP1:';
const VERSION = 1;
const TAG = REQUEST_LIMITS.chainTag;
const HEIGHT = 6;
const LENGTH = 1 + TAG + HEIGHT;
const MAX_TEXT = 64;

/** @throws {@link QrError} `qr/malformed` for a tag or a height that it has no room for. */
export function formatPackWant({ chainTag, height }: PackWant): string {
  const fits = Number.isSafeInteger(height) && height >= 0 && height < 2 ** (8 * HEIGHT);
  if (chainTag.length !== TAG || !fits) throw malformed('tag, height');
  const digits = Array.from({ length: HEIGHT }, (_, at) =>
    Math.floor(height / 256 ** (HEIGHT - 1 - at)),
  );
  const bytes = concatBytes(Uint8Array.of(VERSION), chainTag, Uint8Array.from(digits));
  return `${PREFIX}${formatBase45(bytes)}`;
}

/** @throws {@link QrError} `qr/foreign` with its kind, `qr/newer-version`, `qr/malformed`. */
export function parsePackWant(untrusted: string): PackWant {
  const text = tidy(untrusted, MAX_TEXT);
  if (/^LSP[2-9]:/.test(text)) throw newer();
  if (!text.startsWith(PREFIX)) {
    throw new QrError('qr/foreign', 'no wish of ours', { kind: foreignKind(untrusted) });
  }
  const bytes = readBase45(text.slice(PREFIX.length));
  const version = bytes[0];
  if (version !== undefined && version > VERSION) throw newer();
  if (version !== VERSION || bytes.length !== LENGTH) throw malformed('wish');
  const height = bytes.slice(1 + TAG).reduce((value, byte) => value * 256 + byte, 0);
  return { chainTag: bytes.slice(1, 1 + TAG), height };
}
