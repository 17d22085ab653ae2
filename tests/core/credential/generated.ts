/** Claims with parts of them hidden, generated: valid input for more than one verifier. */
import fc from 'fast-check';
import type { Json, JsonObject } from '#core/credential/index.ts';
import { Encoder, type Frame, type Shown } from '../../conformance/suites/sd-jwt-encoder.ts';
import { BASE } from './craft.ts';

/** A payload as it is signed, the disclosures that are shown, and the claims that must come out. */
export interface Generated {
  readonly payload: JsonObject;
  readonly disclosures: readonly Json[];
  readonly expected: JsonObject;
}

const NAMES = ['name', 'address', 'items', '名称', 'a b', 'uscc'] as const;
const leaf = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);

/** A value with what is hidden of it and what of that is shown. */
interface Part {
  readonly value: Json;
  readonly frame: Frame;
  readonly shown: Shown;
  readonly out: Json;
}

const { part } = fc.letrec<{ part: Part; object: Part; array: Part; leaf: Part }>((tie) => ({
  leaf: leaf.map((value) => ({ value, frame: {}, shown: true, out: value })),
  object: fc
    .dictionary(fc.constantFrom(...NAMES), member(tie('part')), { maxKeys: 4 })
    .chain((members) => fc.nat(2).map((decoys) => objectOf(members, decoys))),
  array: fc
    .array(member(tie('part')), { maxLength: 4 })
    .chain((items) => fc.nat(2).map((decoys) => arrayOf(items, decoys))),
  part: fc.oneof({ depthSize: 'small', maxDepth: 2 }, tie('leaf'), tie('object'), tie('array')),
}));

interface Member {
  readonly part: Part;
  readonly isHidden: boolean;
  readonly isShown: boolean;
}

function member(parts: fc.Arbitrary<Part>): fc.Arbitrary<Member> {
  return fc.record({ part: parts, isHidden: fc.boolean(), isShown: fc.boolean() });
}

function framed(entries: readonly (readonly [string, Member])[], decoys: number) {
  const frame = {
    ...Object.fromEntries(
      entries.map(
        ([
          name,
          {
            part: { frame },
          },
        ]) => [name, frame],
      ),
    ),
    _sd: entries.filter(([, { isHidden }]) => isHidden).map(([name]) => name),
    _sd_decoy: decoys,
  };
  const shown = Object.fromEntries(
    entries.map(
      ([
        name,
        {
          isHidden,
          isShown,
          part: { shown },
        },
      ]) => [name, isHidden && !isShown ? false : shown],
    ),
  );
  return { frame, shown, seen: entries.filter(([, one]) => !one.isHidden || one.isShown) };
}

function objectOf(members: Readonly<Record<string, Member>>, decoys: number): Part {
  const entries = Object.entries(members);
  const { frame, shown, seen } = framed(entries, decoys);
  const value = Object.fromEntries(entries.map(([name, { part: of }]) => [name, of.value]));
  return { value, frame, shown, out: Object.fromEntries(seen.map(([n, m]) => [n, m.part.out])) };
}

function arrayOf(items: readonly Member[], decoys: number): Part {
  const { frame, shown, seen } = framed(
    items.map((item, index) => [String(index), item]),
    decoys,
  );
  const value = items.map(({ part: of }) => of.value);
  return { value, frame, shown, out: seen.map(([, item]) => item.part.out) };
}

/** Objects at the top, two levels below them; decoys; parts hidden inside parts that are hidden. */
export const generated: fc.Arbitrary<Generated> = fc
  .dictionary(fc.constantFrom(...NAMES), member(part), { minKeys: 1, maxKeys: 5 })
  .map((members) => {
    const { value, frame, shown, out } = objectOf(members, 1);
    const { value: payload, disclosures } = new Encoder().encode(value, frame, shown);
    const { _sd_alg: _, ...base } = BASE;
    const registered = { ...base, ...(payload as JsonObject), _sd_alg: 'sha-256' };
    return { payload: registered, disclosures, expected: { ...base, ...(out as JsonObject) } };
  });
