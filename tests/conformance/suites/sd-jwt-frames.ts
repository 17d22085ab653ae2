/**
 * Claims of others with what is to be hidden and shown: encoded and signed here, verified by the app,
 * and compared with what they say must come out. Broken: the first disclosure.
 */
import {
  disclosureDigest,
  parseSdJwt,
  processDisclosures,
  verifyIssuerSignature,
  type Json,
  type JsonObject,
} from '#core/credential/index.ts';
import { craft, digest, ISSUER, text } from '../../core/credential/craft.ts';
import { codeOf } from '../accepts.ts';
import { canonical } from '../canonical.ts';
import type { Flip } from '../flip.ts';
import { equal, type Case, type Suite, type VectorFile } from '../suite.ts';

/** Which members are hidden, and the same for what lies below them. */
interface Frame {
  readonly _sd?: readonly (string | number)[];
  readonly _sd_decoy?: number;
  readonly [member: string]: unknown;
}

/** `true` shows a hidden member; an object shows it and says the same for what lies below. */
type Shown = boolean | ShownBelow | undefined;
interface ShownBelow {
  readonly [member: string]: Shown;
}

interface FrameFile {
  readonly claims: JsonObject;
  readonly disclosureFrame?: Frame;
  readonly presentationFrames?: ShownBelow;
  readonly presentedClaims: JsonObject;
}

/** One value as it is signed, with the disclosures that are shown of it. */
interface Encoded {
  readonly value: Json;
  readonly disclosures: readonly Json[];
}

class Encoder {
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

async function* run(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const {
    claims,
    disclosureFrame = {},
    presentationFrames,
    presentedClaims,
  } = file.json() as FrameFile;
  const encoded = new Encoder().encode(claims, disclosureFrame, presentationFrames);
  const compact = brokenFirst(await craft(encoded.value as JsonObject, encoded.disclosures), flip);
  let got: JsonObject = {};
  const code = await codeOf(() => {
    const sdJwt = parseSdJwt(compact);
    verifyIssuerSignature(sdJwt, ISSUER);
    got = processDisclosures(sdJwt).claims;
  });
  const expected = canonical(withoutEmpty(presentedClaims));
  const found = code === 'accepted' ? canonical(withoutEmpty(got)) : code;
  yield equal('presented claims', expected, found);
}

/** An object that is left without members stays by RFC 9901, section 7.3; sd-jwt-js leaves it out. */
function withoutEmpty(claims: JsonObject): JsonObject {
  const isEmpty = (value: Json) =>
    typeof value === 'object' &&
    !Array.isArray(value) &&
    Object.keys(value ?? { a: 1 }).length === 0;
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => !isEmpty(value)));
}

/** Of a token without disclosures, the signature. */
function brokenFirst(compact: string, flip: Flip): string {
  if (!flip.isOn) return compact;
  const parts = compact.split('~');
  const place = parts.length > 2 ? 1 : 0;
  const part = parts[place] ?? '';
  const [last = 0] = flip.bytes(Uint8Array.of(part.charCodeAt(part.length - 5)));
  const other = part.slice(0, -5) + letter(last) + part.slice(-4);
  return parts.with(place, other).join('~');
}

/** The flipped character, kept within the alphabet. */
function letter(code: number): string {
  const character = String.fromCharCode(code);
  return /[A-Za-z0-9]/.test(character) ? character : 'A';
}

export const sdJwtFrames: readonly Suite[] = [
  {
    name: 'claims and frames of sd-jwt-js',
    matches: (path) => /(^|\/)sd-jwt-js\/[^/]+\.json$/.test(path),
    run,
  },
];
