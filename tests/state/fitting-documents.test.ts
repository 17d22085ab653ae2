import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#core/credential/index.ts';
import type { DocumentSummary } from '#state/document-summary.ts';
import { fittingDocuments } from '#state/fitting-documents.ts';

const LICENCE = 'urn:licence';

function documentWith(id: string, claims: JsonObject, hideable: readonly string[], vct = LICENCE) {
  const type = { vct, name: { 'zh-CN': vct, en: vct }, claims: [] };
  const summary: DocumentSummary = {
    id,
    type,
    claims,
    hideable,
    issuer: { 'zh-CN': '示例', en: 'Example' },
    content: { identifiers: [], malformed: [], sums: [] },
    issuedMs: 0,
    state: 'valid',
    daysLeft: 1,
    expiresMs: 1,
    copiesLeft: 1,
    anchor: undefined,
  };
  return { id, summary };
}

function proposed(names: readonly string[], documents: readonly ReturnType<typeof documentWith>[]) {
  const claims = names.map((name) => ({ name, allowed: true }));
  return fittingDocuments({ vct: LICENCE, claims, purpose: undefined }, documents).map(
    ({ id }) => id,
  );
}

describe('the documents for a request', () => {
  const open = documentWith('open', { name: '甲', number: '1' }, []);
  const hiding = documentWith('hiding', { name: '甲', number: '1' }, ['name', 'number']);
  const poor = documentWith('poor', { number: '1' }, []);
  const other = documentWith('other', { name: '甲' }, [], 'urn:invoice');

  it('are those of the type, the least revealing first, those that lack something last', () => {
    expect(proposed(['name'], [poor, hiding, other, open])).toEqual(['open', 'hiding', 'poor']);
  });

  it('stay in their order where nothing is asked for beyond the face', () => {
    expect(proposed([], [hiding, other, open])).toEqual(['hiding', 'open']);
  });

  it('are found by parts of their claims', () => {
    const mother = documentWith('nested', { mother: { name: '乙' }, items: [{ kind: 'a' }] }, []);
    expect(proposed(['mother.name', 'items..kind'], [poor, mother])).toEqual(['nested', 'poor']);
  });

  it('reveal no line of a list but the one that is asked for', () => {
    const items = [{ kind: 'a' }, { kind: 'b' }];
    const lines = documentWith('lines', { items }, ['items.0', 'items.1']);
    const whole = documentWith('whole', { items }, ['items', 'name', 'number']);
    expect(proposed(['items.'], [lines, whole])).toEqual(['whole', 'lines']);
  });

  it('are none if there is none of the type', () => {
    expect(proposed(['name'], [other])).toEqual([]);
  });
});
