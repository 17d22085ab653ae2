/** A short sound for each verdict, so that the eyes can stay on the person. */
import type { Verdict } from '#core/verify/index.ts';

const TONES: Readonly<Record<Verdict, readonly number[]>> = {
  accepted: [660, 880],
  undecided: [520, 520],
  rejected: [220, 160],
};
const SECONDS = 0.14;

let context: AudioContext | undefined;

/** Silent where there is no sound, or where the browser lets no page make one before it was touched. */
export function playVerdict(verdict: Verdict): void {
  const { userActivation } = navigator as { readonly userActivation?: UserActivation };
  if (!('AudioContext' in globalThis) || userActivation?.hasBeenActive === false) return;
  context ??= new AudioContext();
  const speaker = context;
  void speaker.resume().then(
    () => {
      play(speaker, TONES[verdict]);
    },
    () => undefined,
  );
}

function play(speaker: AudioContext, frequencies: readonly number[]): void {
  for (const [index, frequency] of frequencies.entries()) {
    const start = speaker.currentTime + index * SECONDS;
    const tone = speaker.createOscillator();
    const volume = speaker.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.15, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + SECONDS);
    tone.connect(volume).connect(speaker.destination);
    tone.start(start);
    tone.stop(start + SECONDS);
  }
}
