/**
 * What a stream carries: `kind ‖ body`. Kind 1 is a presentation, its body the bytes of the code that
 * it would be if it fitted into one, a portrait included; kind 2 a proof that brings along what it is verified against;
 * kind 3 the profile of a consortium, as text; kind 4 several presentations that are shown together;
 * kind 5 a parcel of trust data.
 */
import { concatBytes, decodeUtf8, encodeUtf8 } from '../bytes/index.ts';
import { codeFromBytes, codeToBytes } from './code-bytes.ts';
import { LIMITS } from './limits.ts';
import { malformed, newer, tooLarge } from './qr-error.ts';
import { decodeSeveral, encodeSeveral } from './several.ts';

/** A payload that was told apart; what is in it is read, and refused, by others. */
export type StreamPayload =
  /** `text` is for `decodeEnvelope`, carried by a stream. */
  | { readonly kind: 'presentation'; readonly text: string }
  | { readonly kind: 'proof'; readonly body: Uint8Array }
  | { readonly kind: 'profile'; readonly text: string }
  /** From two to ten texts, each as that of a presentation. */
  | { readonly kind: 'several'; readonly texts: readonly string[] }
  /** For `decodeTrustParcel`. */
  | { readonly kind: 'parcel'; readonly body: Uint8Array };

const KIND = { presentation: 1, proof: 2, profile: 3, several: 4, parcel: 5 } as const;

/**
 * @throws {@link QrError} `qr/too-large` for more than a stream holds, `qr/malformed` for a text that
 * is not that of a presentation's code, or an empty proof or parcel.
 */
export function encodeStreamPayload(content: StreamPayload): Uint8Array<ArrayBuffer> {
  const body = bodyOf(content);
  if (body.length === 0) throw malformed('nothing in it');
  if (body.length >= LIMITS.stream) throw tooLarge();
  return concatBytes(Uint8Array.of(KIND[content.kind]), body);
}

function bodyOf(content: StreamPayload): Uint8Array {
  switch (content.kind) {
    case 'presentation':
      return codeToBytes(content.text);
    case 'proof':
    case 'parcel':
      return content.body;
    case 'profile':
      return encodeUtf8(content.text);
    case 'several':
      return encodeSeveral(content.texts);
  }
}

/**
 * @param untrusted - What a `StreamCollector` put together.
 * @throws {@link QrError} `qr/newer-version` for a kind of a later app, `qr/too-large` for a
 * presentation over 32 KiB or anything over 256 KiB, `qr/malformed` for nothing, or for a
 * profile that is not UTF-8; for several presentations as `decodeSeveral`.
 */
export function decodeStreamPayload(untrusted: Uint8Array): StreamPayload {
  const [kind, body] = [untrusted[0], untrusted.subarray(1)];
  if (kind !== undefined && (kind < KIND.presentation || kind > KIND.parcel)) throw newer();
  if (body.length === 0) throw malformed('nothing in it');
  if (body.length >= LIMITS.stream) throw tooLarge();
  if (kind === KIND.proof) return { kind: 'proof', body: body.slice() };
  if (kind === KIND.several) return { kind: 'several', texts: decodeSeveral(body) };
  if (kind === KIND.parcel) return { kind: 'parcel', body: body.slice() };
  if (kind === KIND.profile) return { kind: 'profile', text: textOf(body) };
  return { kind: 'presentation', text: codeFromBytes(body) };
}

function textOf(untrusted: Uint8Array): string {
  try {
    return decodeUtf8(untrusted);
  } catch (cause) {
    throw malformed('not UTF-8', cause);
  }
}

/** Whether the text of a code is read at a glance, as one code; what is more had better move. */
export function fitsOneCode(text: string): boolean {
  return text.length <= LIMITS.glance;
}
