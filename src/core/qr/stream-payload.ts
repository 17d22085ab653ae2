/**
 * What a stream carries: `kind ‖ body`. Kind 1 is a presentation, its body the bytes of the code that
 * it would be if it fitted into one; kind 2 a proof that brings along what it is verified against.
 */
import { concatBytes } from '../bytes/index.ts';
import { codeFromBytes, codeToBytes } from './code-bytes.ts';
import { LIMITS } from './limits.ts';
import { malformed, newer, tooLarge } from './qr-error.ts';

/** A payload that was told apart; what is in it is read, and refused, by others. */
export type StreamPayload =
  /** `text` is that of a code, for `decodeEnvelope`. */
  | { readonly kind: 'presentation'; readonly text: string }
  | { readonly kind: 'proof'; readonly body: Uint8Array };

const KIND = { presentation: 1, proof: 2 } as const;

/**
 * @throws {@link QrError} `qr/too-large` for more than a stream holds, `qr/malformed` for a text that
 * is not that of a presentation's code, or an empty proof.
 */
export function encodeStreamPayload(content: StreamPayload): Uint8Array<ArrayBuffer> {
  const body = content.kind === 'proof' ? content.body : codeToBytes(content.text);
  if (body.length === 0) throw malformed('nothing in it');
  if (body.length >= LIMITS.stream) throw tooLarge();
  return concatBytes(Uint8Array.of(KIND[content.kind]), body);
}

/**
 * @param untrusted - What a `StreamCollector` put together.
 * @throws {@link QrError} `qr/newer-version` for a kind of a later app, `qr/too-large` for a
 * presentation over the densest code or a proof over 256 KiB, `qr/malformed` for an empty one.
 */
export function decodeStreamPayload(untrusted: Uint8Array): StreamPayload {
  const [kind, body] = [untrusted[0], untrusted.subarray(1)];
  if (kind !== undefined && kind !== KIND.presentation && kind !== KIND.proof) throw newer();
  if (body.length === 0) throw malformed('nothing in it');
  if (body.length >= LIMITS.stream) throw tooLarge();
  if (kind === KIND.proof) return { kind: 'proof', body: body.slice() };
  return { kind: 'presentation', text: codeFromBytes(body) };
}

/** Whether the text of a code is read at a glance, as one code; what is more had better move. */
export function fitsOneCode(text: string): boolean {
  return text.length <= LIMITS.glance;
}
