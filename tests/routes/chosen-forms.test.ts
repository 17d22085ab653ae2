import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeskForm } from '#state/desk.svelte.ts';
import { toggleForm } from '../../src/routes/desk/chosen-forms.ts';

function form(issuer: string, type: string, number = 1): DeskForm {
  const id = `${issuer}-${type}-${String(number)}`;
  return { id, issuer, vct: type, title: type, holder: id };
}

describe('forms that are ticked', () => {
  const food = form('market', 'food');
  const business = form('market', 'business');

  it('go into one offer if they are of one office and of different types', () => {
    expect(toggleForm([food], business)).toEqual([food, business]);
    expect(toggleForm([food, business], food)).toEqual([business]);
    expect(toggleForm([food], food)).toEqual([]);
  });

  it('take the place of one of the same type', () => {
    const other = form('market', 'food', 2);
    expect(toggleForm([food, business], other)).toEqual([business, other]);
  });

  it('take the place of all that another office issues', () => {
    const invoice = form('tax', 'invoice');
    expect(toggleForm([food, business], invoice)).toEqual([invoice]);
  });

  it('are always such as the desk takes, whatever is ticked', () => {
    const forms = fc
      .record({ issuer: fc.constantFrom('a', 'b'), type: fc.nat(12), number: fc.nat(1) })
      .map(({ issuer, type, number }) => form(issuer, String(type), number));
    fc.assert(
      fc.property(fc.array(forms, { maxLength: 60 }), (ticked) => {
        const chosen = ticked.reduce<readonly DeskForm[]>(toggleForm, []);
        expect(chosen.length).toBeLessThanOrEqual(10);
        expect(new Set(chosen.map(({ issuer }) => issuer)).size).toBeLessThanOrEqual(1);
        expect(new Set(chosen.map(({ vct }) => vct)).size).toBe(chosen.length);
      }),
    );
  });
});
