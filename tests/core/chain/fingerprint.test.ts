import { describe, expect, it } from 'vitest';
import { parseProfile, profileFingerprint } from '#core/chain/index.ts';
import { buildChain, profileOf } from '../../support/chain-builder.ts';

const name = { 'zh-CN': '示例部门', en: 'Example department' };
const PROFILE = {
  ...profileOf(buildChain({ length: 1 }), 3),
  founders: [{ id: 'tax', name, publicKey: 'ab'.repeat(32) }],
  issuers: [{ id: 'tax', name, url: 'https://desk.example/tax' }],
};
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).reverse();
  return Object.fromEntries(fields.map(([key, field]) => [key, reversed(field)]));
};
/** Every way of changing one value somewhere in it. */
function* changes(value: unknown): Generator {
  if (typeof value === 'number') yield value + 1;
  else if (typeof value === 'string') yield `${value}x`;
  else if (typeof value === 'boolean') yield !value;
  else if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    yield [...items, ...items.slice(0, 1)];
    for (const [at, item] of items.entries())
      for (const changed of changes(item)) yield items.with(at, changed);
  } else if (typeof value === 'object' && value !== null)
    for (const [key, field] of Object.entries(value))
      for (const changed of changes(field)) yield { ...value, [key]: changed };
}

describe('the fingerprint of a profile', () => {
  it('is eight groups of four digits', () => {
    expect(profileFingerprint(PROFILE)).toHaveLength(8);
    expect(profileFingerprint(PROFILE).join(' ')).toMatch(/^([0-9A-F]{4} ?){8}$/);
  });

  it('does not depend on the order of fields, nor on fields that are not read', () => {
    const other = parseProfile({ ...(reversed(PROFILE) as object), more: 1 });
    expect(profileFingerprint(other)).toEqual(profileFingerprint(PROFILE));
  });

  it('differs with every single value', () => {
    const prints = [PROFILE, ...changes(PROFILE)].map((each) =>
      profileFingerprint(each as typeof PROFILE).join(''),
    );
    expect(prints.length).toBeGreaterThan(25);
    expect(new Set(prints).size).toBe(prints.length);
  });
});
