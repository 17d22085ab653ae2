/** How what was signed appears on the screen: as one code, or as a moving one. */
import {
  encodeSelfContained,
  encodeStreamPayload,
  fitsOneCode,
  FRAME_BYTES,
  toStream,
  type SelfContained,
  type StreamPayload,
  type StreamSource,
} from '#core/qr/index.ts';

/**
 * How the person wants it; `slow` moves at half the pace, with larger modules; `self-contained`
 * brings along what it is verified against, and always moves.
 */
export type CodeForm = 'one' | 'moving' | 'slow' | 'self-contained';

/** What is drawn. */
export type ShownCode = { readonly form: 'one'; readonly text: string } | MovingCode;

/** A code that moves. */
export interface MovingCode {
  readonly form: Exclude<CodeForm, 'one'>;
  readonly stream: StreamSource;
  readonly framesPerSecond: number;
}

/** Each frame stays for three of a camera's, or, slowly, for six. */
const FRAMES_PER_SECOND = { usual: 10, large: 5 } as const;

/**
 * A presentation's code in the form that is wanted; more than one code holds always moves.
 *
 * @param isCalm - The person asks for less motion: whatever moves has the pace and the modules of the slow form.
 */
export function showCode(text: string, wanted: CodeForm, isCalm: boolean): ShownCode {
  if (wanted === 'one' && fitsOneCode(text)) return { form: 'one', text };
  return showMoving({ kind: 'presentation', text }, wanted === 'slow' ? 'slow' : 'moving', isCalm);
}

/**
 * Several presentations; they always move.
 *
 * @throws QrError as `encodeStreamPayload`.
 */
export function showSeveral(
  texts: readonly string[],
  wanted: CodeForm,
  isCalm: boolean,
): MovingCode {
  return showMoving({ kind: 'several', texts }, wanted === 'slow' ? 'slow' : 'moving', isCalm);
}

/** @throws QrError `qr/too-large` for more than a stream holds. */
export function showProof(proof: SelfContained, isCalm: boolean): MovingCode {
  return showMoving({ kind: 'proof', body: encodeSelfContained(proof) }, 'self-contained', isCalm);
}

/** @throws QrError `qr/too-large` for more than a stream holds. */
export function showMoving(
  content: StreamPayload,
  form: MovingCode['form'],
  isCalm: boolean,
): MovingCode {
  const size = form === 'slow' || isCalm ? 'large' : 'usual';
  const stream = toStream(encodeStreamPayload(content), FRAME_BYTES[size]);
  return { form, stream, framesPerSecond: FRAMES_PER_SECOND[size] };
}

/** All frames that a reader needs, as text that can be pasted. */
export function framesText({ need, frame }: StreamSource): string {
  return Array.from({ length: need }, (_, sequence) => frame(sequence)).join('\n');
}
