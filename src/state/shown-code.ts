/** How what was signed appears on the screen: as one code, or as a moving one. */
import {
  encodeStreamPayload,
  fitsOneCode,
  FRAME_BYTES,
  toStream,
  type StreamPayload,
  type StreamSource,
} from '#core/qr/index.ts';

/** How the person wants it; `slow` moves at half the pace, with larger modules. */
export type CodeForm = 'one' | 'moving' | 'slow';

/** What is drawn. */
export type ShownCode =
  | { readonly form: 'one'; readonly text: string }
  | {
      readonly form: 'moving' | 'slow';
      readonly stream: StreamSource;
      readonly framesPerSecond: number;
    };

/** Each frame stays for three of a camera's. */
const FRAMES_PER_SECOND = { moving: 10, slow: 5 } as const;

/** A presentation's code in the form that is wanted; more than one code holds always moves. */
export function showCode(text: string, wanted: CodeForm): ShownCode {
  if (wanted === 'one' && fitsOneCode(text)) return { form: 'one', text };
  return showMoving({ kind: 'presentation', text }, wanted);
}

/** @throws QrError `qr/too-large` for more than a stream holds. */
export function showMoving(content: StreamPayload, wanted: CodeForm): ShownCode {
  const form = wanted === 'slow' ? 'slow' : 'moving';
  const frameBytes = form === 'slow' ? FRAME_BYTES.large : FRAME_BYTES.usual;
  const stream = toStream(encodeStreamPayload(content), frameBytes);
  return { form, stream, framesPerSecond: FRAMES_PER_SECOND[form] };
}
