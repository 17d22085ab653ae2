/** Signing claims with parts of them hidden, wherever they stand: issuers here hide whole claims only. */
import { disclosureDigest, type Json, type JsonObject } from '#core/credential/index.ts';
import { digest, text } from '../../core/credential/craft.ts';

/** Which members are hidden, and the same for what lies below them. */
export interface Frame {
  readonly _sd?: readonly (string | number)[];
  readonly _sd_decoy?: number;
  readonly [member: string]: unknown;
}

/** `true` shows a hidden member; an object shows it and says the same for what lies below. */
export type Shown = boolean | ShownBelow | undefined;
export interface ShownBelow {
  readonly [member: string]: Shown;
}

/** One value as it is signed, with the disclosures that are shown of it. */
interface Encoded {
  readonly value: Json;
  readonly disclosures: readonly Json[];
}

/** Hides what a frame says, with salts that never repeat; discloses what is to be shown. */
export class Encoder {
  #salts = 0;

  encode(value: Json, frame: Frame, shown: Shown): Encoded {
    if (Array.isArray(value)) return this.#array(value as readonly Json[], frame, shown);
    if (typeof value === 'object' && value !== null) {
      return this.#object(value as JsonObject, frame, shown);
    }
    return { value, disclosures: [] };
  }

  #object(value: JsonObject, frame: Frame, shown: Shown): Encoded {
    const plain: [string, Json][] = [];
    const digests: string[] = [];
    const disclosures: Json[] = [];
    for (const [name, member] of Object.entries(value)) {
      const below = this.encode(member, frameOf(frame, name), shownOf(shown, name));
      const own = [this.#salt(), name, below.value];
      if (!isHidden(frame, name)) plain.push([name, below.value]);
      else digests.push(digest(own));
      if (isHidden(frame, name) && isShown(shown, name)) disclosures.push(own);
      if (!isHidden(frame, name) || isShown(shown, name)) disclosures.push(...below.disclosures);
    }
    for (let decoy = 0; decoy < (frame._sd_decoy ?? 0); decoy++) {
      digests.push(disclosureDigest(text([this.#salt()])));
    }
    const hidden: [string, Json][] = digests.length === 0 ? [] : [['_sd', digests.sort()]];
    return { value: Object.fromEntries([...plain, ...hidden]), disclosures };
  }

  #array(value: readonly Json[], frame: Frame, shown: Shown): Encoded {
    const disclosures: Json[] = [];
    const elements = value.map((element, index): Json => {
      const name = String(index);
      const below = this.encode(element, frameOf(frame, name), shownOf(shown, name));
      if (!isHidden(frame, name)) {
        disclosures.push(...below.disclosures);
        return below.value;
      }
      const own = [this.#salt(), below.value];
      if (isShown(shown, name)) disclosures.push(own, ...below.disclosures);
      return { '...': digest(own) };
    });
    for (let decoy = 0; decoy < (frame._sd_decoy ?? 0); decoy++) {
      elements.push({ '...': disclosureDigest(text([this.#salt()])) });
    }
    return { value: elements, disclosures };
  }

  #salt(): string {
    return `salt-of-the-vectors-${String(this.#salts++)}`;
  }
}

const isHidden = (frame: Frame, name: string) => (frame._sd ?? []).map(String).includes(name);
const frameOf = (frame: Frame, name: string) => (frame[name] ?? {}) as Frame;

function shownOf(shown: Shown, name: string): Shown {
  return typeof shown === 'object' ? shown[name] : undefined;
}

function isShown(shown: Shown, name: string): boolean {
  const below = shownOf(shown, name);
  return below !== undefined && below !== false;
}
