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
export type ShownCode =
  | { readonly form: 'one'; readonly text: string }
  | {
      readonly form: Exclude<CodeForm, 'one'>;
      readonly stream: StreamSource;
      readonly framesPerSecond: number;
    };

/** Each frame stays for three of a camera's. */
const FRAMES_PER_SECOND = { moving: 10, slow: 5, 'self-contained': 10 } as const;

/** A presentation's code in the form that is wanted; more than one code holds always moves. */
export function showCode(text: string, wanted: CodeForm): ShownCode {
  if (wanted === 'one' && fitsOneCode(text)) return { form: 'one', text };
  return showMoving({ kind: 'presentation', text }, wanted === 'slow' ? 'slow' : 'moving');
}

/** @throws QrError `qr/too-large` for more than a stream holds. */
export function showProof(proof: SelfContained): ShownCode {
  return showMoving({ kind: 'proof', body: encodeSelfContained(proof) }, 'self-contained');
}

/** @throws QrError `qr/too-large` for more than a stream holds. */
export function showMoving(content: StreamPayload, form: Exclude<CodeForm, 'one'>): ShownCode {
  const frameBytes = form === 'slow' ? FRAME_BYTES.large : FRAME_BYTES.usual;
  const stream = toStream(encodeStreamPayload(content), frameBytes);
  return { form, stream, framesPerSecond: FRAMES_PER_SECOND[form] };
}
