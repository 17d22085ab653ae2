import { describe, expect, it } from 'vitest';
import { TYPE_LIST, type ClaimRule } from '#core/credential/index.ts';
import { suggestedClaims } from '../../src/routes/(citizen)/suggested-claims.ts';

const pathsOf = (rule: ClaimRule): string[] => [
  rule.name,
  ...rule.parts.map(({ name }) => `${rule.name}.${name}`),
];

describe('what is suggested at first', () => {
  it.each(TYPE_LIST.map(({ vct, claims }) => [vct, claims] as const))(
    'is something of %s, and neither a secret nor a portrait',
    (vct, claims) => {
      const suggested = suggestedClaims(vct, claims.flatMap(pathsOf));
      expect(suggested).not.toEqual([]);
      expect(suggested).not.toContain('claim_secret');
      expect(suggested).not.toContain('portrait');
      expect(suggestedClaims(vct, [])).toEqual([]);
    },
  );
});
