/** A short sound for each verdict, so that the eyes can stay on the person. */
import type { Verdict } from '#core/verify/index.ts';

const TONES: Readonly<Record<Verdict, readonly number[]>> = {
  accepted: [660, 880],
  undecided: [520, 520],
  rejected: [220, 160],
};
const SECONDS = 0.14;

let context: AudioContext | undefined;

/** Silent where the browser lets no page make a sound before it was touched. */
export function playVerdict(verdict: Verdict): void {
  context ??= new AudioContext();
  if (context.state === 'suspended') return;
  for (const [index, frequency] of TONES[verdict].entries()) {
    const start = context.currentTime + index * SECONDS;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.15, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + SECONDS);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + SECONDS);
  }
}
