import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packVotes, unpackVotes } from '#workers/packed-votes.ts';

const vote = fc.record({
  key: fc.record({
    type: fc.constantFrom('ed25519' as const, 'secp256k1' as const),
    bytes: fc.uint8Array({ maxLength: 40 }),
  }),
  message: fc.uint8Array({ maxLength: 300 }),
  signature: fc.uint8Array({ maxLength: 80 }),
});

describe('packed votes', () => {
  it('are the same votes when they are unpacked, whatever their lengths', () => {
    fc.assert(
      fc.property(fc.array(vote, { maxLength: 20 }), (votes) => {
        expect(unpackVotes(structuredClone(packVotes(votes)))).toEqual(votes);
      }),
    );
  });
});
