/** What is signed, read back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTxContent, RegistryError, txSignBytes } from '#core/registry/index.ts';
import { batchOf, CHAIN } from './departments.ts';

const content = { chainId: CHAIN, signer: 'issuer/tax', sequence: 3, body: batchOf('tax') };

describe('what a department is asked to sign', () => {
  it('is read back as it was', () => {
    expect(decodeTxContent(txSignBytes(content))).toEqual(content);
  });

  it('is refused with a code if it is anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => decodeTxContent(bytes)).toThrow(RegistryError);
      }),
    );
  });

  it('means the same for one byte string only', () => {
    const bytes = txSignBytes(content);
    const damaged = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(damaged, ([at, change]) => {
        const other = bytes.map((byte, index) => (index === at ? byte ^ change : byte));
        const read = () => decodeTxContent(other);
        expect(isSame(read)).toBe(false);
      }),
    );
  });
});

function isSame(read: () => unknown): boolean {
  try {
    return JSON.stringify(read()) === JSON.stringify(content);
  } catch (refusal) {
    if (refusal instanceof RegistryError) return false;
    throw refusal;
  }
}
