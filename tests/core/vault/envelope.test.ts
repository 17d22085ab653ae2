import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeCbor, encodeCbor } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { CodedError } from '#core/errors.ts';
import {
  createEnvelope,
  decodeEnvelope,
  encodeEnvelope,
  openEnvelope,
  rewrapEnvelope,
} from '#core/vault/index.ts';
import { countingRandom, ports } from '../../support/node-crypto.ts';

const PASSPHRASE = '春眠不觉晓 42';
let envelope: Uint8Array<ArrayBuffer>;
let dataKey: Uint8Array;

beforeAll(async () => {
  ({ envelope, dataKey } = await createEnvelope(PASSPHRASE, countingRandom(), ports));
});

/** The envelope with other fields and a checksum that is right again. */
function altered(changes: Readonly<Record<string, unknown>>): Uint8Array {
  const { check: _, ...body } = { ...fields(), ...changes } as Record<string, never>;
  return encodeCbor({ ...body, check: sha256(encodeCbor(body)).slice(0, 8) });
}

function fields(): Record<string, unknown> {
  return decodeCbor(envelope, 1024) as Record<string, unknown>;
}

const opening = (bytes: Uint8Array, passphrase = PASSPHRASE) =>
  openEnvelope(bytes, passphrase, ports);

describe('the envelope', () => {
  it('gives the data key back for the passphrase', async () => {
    expect((await opening(envelope)).dataKey).toEqual(dataKey);
  });

  it('opens for the same characters typed in another normal form', async () => {
    const made = await createEnvelope('café ｐａｓｓ', countingRandom(), ports);
    expect((await opening(made.envelope, 'cafe\u0301 pass')).dataKey).toEqual(made.dataKey);
  });

  it('uses Argon2id with 64 MiB and three passes by default', () => {
    const { params } = decodeEnvelope(envelope);
    expect(params).toEqual({ memoryKib: 65_536, iterations: 3, parallelism: 1 });
  });

  it('says that a passphrase is wrong', async () => {
    await expect(opening(envelope, 'wrong')).rejects.toMatchObject({
      code: 'vault/wrong-passphrase',
    });
  });

  it('opens only for the new passphrase after a change, with the same data key', async () => {
    const changed = await rewrapEnvelope(envelope, PASSPHRASE, 'new one', countingRandom(), ports);
    expect((await opening(changed, 'new one')).dataKey).toEqual(dataKey);
    await expect(opening(changed)).rejects.toMatchObject({ code: 'vault/wrong-passphrase' });
  });

  it('does not make an envelope with a cost that it would refuse to pay', async () => {
    const params = { memoryKib: 64, iterations: 1, parallelism: 1 };
    const making = createEnvelope(PASSPHRASE, countingRandom(), ports, params);
    await expect(making).rejects.toMatchObject({ code: 'vault/params-refused' });
  });

  it('does not open when a parameter was changed and the checksum mended', async () => {
    await expect(opening(altered({ t: 4 }))).rejects.toMatchObject({
      code: 'vault/wrong-passphrase',
    });
  });

  it.each([
    ['a newer version', { v: 2 }, 'vault/newer-version'],
    ['version zero', { v: 0 }, 'vault/malformed'],
    ['another derivation', { kdf: 'scrypt' }, 'vault/malformed'],
    ['another cipher', { cipher: 'A128GCM' }, 'vault/malformed'],
    ['an unknown field', { more: 1 }, 'vault/malformed'],
    ['a short salt', { salt: new Uint8Array(8) }, 'vault/malformed'],
    ['a short wrapped key', { key: new Uint8Array(32) }, 'vault/malformed'],
    ['a cost that is text', { m: '65536' }, 'vault/malformed'],
    ['more memory than a phone has', { m: 4 * 1024 * 1024 }, 'vault/params-refused'],
    ['almost no memory', { m: 8 }, 'vault/params-refused'],
    ['endless passes', { t: 1_000_000 }, 'vault/params-refused'],
    ['no passes', { t: 0 }, 'vault/params-refused'],
    ['many lanes', { p: 64 }, 'vault/params-refused'],
  ])('refuses %s', (_, changes, code) => {
    expect(() => decodeEnvelope(altered(changes))).toThrow(expect.objectContaining({ code }));
  });

  it('says that it is damaged when its bytes changed by accident', () => {
    const key = Uint8Array.from(fields()['key'] as Uint8Array);
    key[0] = (key[0] ?? 0) ^ 1;
    const damaged = encodeCbor({ ...(fields() as Record<string, never>), key });
    expect(() => decodeEnvelope(damaged)).toThrow(
      expect.objectContaining({ code: 'vault/damaged' }),
    );
  });

  it('refuses a truncated, an extended and an oversized envelope', () => {
    const samples = [envelope.slice(0, -1), Uint8Array.of(...envelope, 0), new Uint8Array(2048)];
    for (const bytes of samples) {
      expect(() => decodeEnvelope(bytes)).toThrow(
        expect.objectContaining({ code: 'vault/malformed' }),
      );
    }
  });

  it('survives a round trip', () => {
    expect(encodeEnvelope(decodeEnvelope(envelope))).toEqual(envelope);
  });

  it('refuses random bytes with a code, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          decodeEnvelope(bytes);
          return false;
        } catch (refusal) {
          return refusal instanceof CodedError;
        }
      }),
    );
  });
});
