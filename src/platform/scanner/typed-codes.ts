/** Scanner guns that type: they are keyboards, and so fast that nobody is mistaken for one. */
import { characterByLayout, characterByPlace, isEndMark, type KeyPress } from './key-characters.ts';

/** Who wants to know. */
export interface TypedCodesListener {
  /** A code of ours, or 28 digits. */
  readonly onText: (text: string) => void;
  /** A gun typed, but gun and computer are set to different keyboards, and neither reading is a code. */
  readonly onMisread: () => void;
}

/** Keys that are further apart than this many milliseconds, by their own clock, do not belong together. */
export const IDLE_MS = 120;
/** No key for so long: a gun that marks no end is done. Keys of a busy computer arrive late, so it is more. */
export const QUIET_MS = 300;
/** The mean gap between two keys: guns need 2 to 20 ms, the quickest people 50 and more. */
const FASTEST_PERSON_MS = 35;
/** A code of ours is far shorter; what goes on typing is not one. */
const MAX_LENGTH = 4_296;
/** So much at once is nobody's rolling of fingers. */
const SURE_LENGTH = 8;

const OURS = /^LSQ?\d:/;
const WHOLE = /^(LSQ?\d:.{8,}|\d{28})$/;
const DIGITS = /^\d+$/;
/** How our codes begin when a gun for another country types on a US keyboard: `LS!.`, `LS1>`. */
const DISGUISED = /^LSQ?(\d|[^\w ])[^\w: ]/;

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
  #told: string | undefined;

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

  /**
   * To be called after {@link QUIET_MS} without a key: some guns mark no end. Keys that were only late, by
   * their own clock, go on where it was.
   */
  pause(): void {
    const text = this.#text();
    if (text !== undefined) this.#tell(text);
  }

  #end(): boolean {
    const text = this.#text();
    const isMisread = text === undefined && this.#isMisread();
    const wasTaken = this.#isTaken();
    if (text !== undefined) this.#tell(text);
    else if (isMisread) this.#listener.onMisread();
    this.#forget();
    return wasTaken || text !== undefined;
  }

  #tell(text: string): void {
    if (text === this.#told) return;
    this.#told = text;
    this.#listener.onText(text);
  }

  #text(): string | undefined {
    return this.#isFast() ? this.#readings().find((text) => WHOLE.test(text)) : undefined;
  }

  #readings(): readonly string[] {
    return [this.#byPlace, this.#byLayout];
  }

  #isTaken(): boolean {
    if (!this.#isFast()) return false;
    return this.#readings().some(
      (text) => OURS.test(text) || (text.length >= SURE_LENGTH && DIGITS.test(text)),
    );
  }

  #isMisread(): boolean {
    const [place = '', layout = ''] = this.#readings();
    if (this.#presses < 2 * SURE_LENGTH || !this.#isFast()) return false;
    return DISGUISED.test(place) || (place !== layout && !layout.includes('\0'));
  }

  #isFast(): boolean {
    const gaps = Math.max(1, this.#presses - 1);
    return this.#presses > 0 && (this.#lastMs - this.#firstMs) / gaps <= FASTEST_PERSON_MS;
  }

  #forget(): void {
    this.#byPlace = '';
    this.#byLayout = '';
    this.#presses = 0;
    this.#told = undefined;
  }
}
