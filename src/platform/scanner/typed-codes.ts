/** Scanner guns that type: they are keyboards, and so fast that nobody is mistaken for one. */
import { characterByLayout, characterByPlace, isEndMark, type KeyPress } from './key-characters.ts';

/** Who wants to know. */
export interface TypedCodesListener {
  /** A code of ours, or 28 digits. */
  readonly onText: (text: string) => void;
  /** A gun typed, but gun and computer are set to different keyboards, and neither reading is a code. */
  readonly onMisread: () => void;
}

/** A pause of this many milliseconds ends what was typed, or begins anew. */
export const IDLE_MS = 120;
/** The mean gap between two keys: guns need 2 to 20 ms, the quickest people 50 and more. */
const FASTEST_PERSON_MS = 35;
/** A code of ours is far shorter; what goes on typing is not one. */
const MAX_LENGTH = 4_296;
/** So much at once is nobody's rolling of fingers. */
const SURE_LENGTH = 8;

const OURS = /^LSQ?\d:/;
const WHOLE = /^(LSQ?\d:.{8,}|\d{28})$/;
const DIGITS = /^\d+$/;

/**
 * Collects key presses into codes. Both readings of a key are kept: by its place, which no input
 * method and no caps lock changes, and by this computer's layout, for guns that were set up for it.
 */
export class TypedCodes {
  readonly #listener: TypedCodesListener;
  #byPlace = '';
  #byLayout = '';
  #presses = 0;
  #firstMs = 0;
  #lastMs = 0;

  constructor(listener: TypedCodesListener) {
    this.#listener = listener;
  }

  /** Ends at Enter or Tab; a pause begins anew. @returns whether the press belongs to a code. */
  press(key: KeyPress): boolean {
    if (key.ctrlKey || key.altKey || key.metaKey) return false;
    // Shift and the like come between the characters of a gun.
    const place = characterByPlace(key);
    const layout = characterByLayout(key);
    const ends = isEndMark(key);
    if (place === undefined && layout === undefined && !ends) return false;
    if (key.timeStamp - this.#lastMs > IDLE_MS) this.#forget();
    if (this.#presses === 0) this.#firstMs = key.timeStamp;
    this.#lastMs = key.timeStamp;
    if (ends) return this.#end();
    if (this.#presses === MAX_LENGTH) return this.#isTaken();
    this.#presses++;
    this.#byPlace += place ?? '\0';
    this.#byLayout += layout ?? '\0';
    return this.#isTaken();
  }

  /** To be called after {@link IDLE_MS} without a key: some guns mark no end. */
  pause(): void {
    if (this.#isFast() && this.#whole() !== undefined) this.#end();
    else this.#forget();
  }

  #end(): boolean {
    const text = this.#isFast() ? this.#whole() : undefined;
    const isMisread = text === undefined && this.#isMisread();
    const wasTaken = this.#isTaken();
    this.#forget();
    if (text !== undefined) this.#listener.onText(text);
    else if (isMisread) this.#listener.onMisread();
    return wasTaken || text !== undefined;
  }

  #readings(): readonly string[] {
    return [this.#byPlace, this.#byLayout];
  }

  #whole(): string | undefined {
    return this.#readings().find((text) => WHOLE.test(text));
  }

  #isTaken(): boolean {
    if (!this.#isFast()) return false;
    return this.#readings().some(
      (text) => OURS.test(text) || (text.length >= SURE_LENGTH && DIGITS.test(text)),
    );
  }

  #isMisread(): boolean {
    const [place, layout] = this.#readings();
    const isLong = this.#presses >= 2 * SURE_LENGTH;
    return isLong && this.#isFast() && place !== layout && layout?.includes('\0') === false;
  }

  #isFast(): boolean {
    const gaps = Math.max(1, this.#presses - 1);
    return this.#presses > 0 && (this.#lastMs - this.#firstMs) / gaps <= FASTEST_PERSON_MS;
  }

  #forget(): void {
    this.#byPlace = '';
    this.#byLayout = '';
    this.#presses = 0;
  }
}
