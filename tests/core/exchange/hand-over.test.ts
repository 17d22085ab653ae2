import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8, formatHex, parseBase64Url } from '#core/bytes/index.ts';
import {
  collect,
  handOver,
  MAX_LETTER,
  openLetter,
  sealLetter,
  TokenError,
  tokenKeys,
  type Mailbox,
  type TokenPorts,
} from '#core/exchange/index.ts';
import { cipherOf, countingRandom, quickKdf } from '../../support/node-crypto.ts';
import { laterRefusalOf } from '../../support/refusal.ts';

const CODE = `LS1:${'A1B2C3D4'.repeat(200)}`;
const TOKEN = '8412345678901234567890123456';

class DownError extends TokenError {
  constructor() {
    super('token/no-mailbox', 'down');
  }
}

/** An honest mailbox that can be watched. */
function honest(): Mailbox & { readonly letters: Map<string, string> } {
  const letters = new Map<string, string>();
  return {
    letters,
    leave: (address, letter) => {
      letters.set(address, letter);
      return Promise.resolve(true);
    },
    collect: (address) => Promise.resolve(letters.get(address)),
  };
}

const down: Mailbox = {
  leave: () => Promise.reject(new DownError()),
  collect: () => Promise.reject(new DownError()),
};
const full: Mailbox = {
  leave: () => Promise.resolve(false),
  collect: () => Promise.resolve(undefined),
};
/** Says that it keeps everything, and gives out what it likes. */
const giving = (letter: string | undefined): Mailbox => ({
  leave: () => Promise.resolve(true),
  collect: () => Promise.resolve(letter),
});

function portsOf(mailboxes: readonly Mailbox[], chainId = 'chain-1'): TokenPorts {
  return { chainId, mailboxes, deriveKey: quickKdf, cipherOf };
}

describe('handing over', () => {
  it('leaves the letter in two mailboxes, and either is enough to collect it', async () => {
    const mailboxes = [honest(), honest(), honest(), honest()];
    const { token, kept } = await handOver(CODE, countingRandom(), portsOf(mailboxes));
    expect(kept).toBe(2);
    const holding = mailboxes.filter(({ letters }) => letters.size > 0);
    expect(holding).toHaveLength(2);
    expect(await collect(token, portsOf(mailboxes))).toBe(CODE);
    for (const dead of holding) {
      const ports = portsOf(mailboxes.map((each) => (each === dead ? down : each)));
      expect(await collect(token, ports)).toBe(CODE);
    }
  });

  it('is content with one mailbox, and says so', async () => {
    for (const other of [down, full]) {
      const ports = portsOf([honest(), other]);
      const { token, kept } = await handOver(CODE, countingRandom(), ports);
      expect(kept).toBe(1);
      expect(await collect(token, ports)).toBe(CODE);
    }
  });

  it('refuses if no mailbox takes it', async () => {
    const order = handOver(CODE, countingRandom(), portsOf([down, full]));
    expect(await laterRefusalOf(order)).toBe('token/no-mailbox');
    expect(await laterRefusalOf(handOver(CODE, countingRandom(), portsOf([])))).toBe(
      'token/no-mailbox',
    );
  });

  it('shows a mailbox neither the code nor the token nor its length', async () => {
    const mailboxes = [honest(), honest()];
    const { token } = await handOver(CODE, countingRandom(), portsOf(mailboxes));
    const [[address, letter] = ['', '']] = mailboxes[0]?.letters ?? [];
    const bytes = formatHex(parseBase64Url(letter));
    expect(bytes).not.toContain(formatHex(encodeUtf8(CODE.slice(4, 12))));
    for (const seen of [bytes, address]) {
      expect(seen).not.toContain(formatHex(encodeUtf8(token.slice(0, 6))));
      expect(seen).not.toContain(token.slice(0, 8));
    }
    const short = honest();
    await handOver('LS1:AB', countingRandom(), portsOf([short, short]));
    expect([...short.letters.values()][0]).toHaveLength(letter.length);
  });
});

describe('collecting', () => {
  const sealedFor = async (token: string, chainId = 'chain-1') =>
    sealLetter(CODE, await tokenKeys(token, chainId, quickKdf), cipherOf, countingRandom());

  it('prefers the mailbox whose letter opens to one that swaps it', async () => {
    const { token } = await handOver(CODE, countingRandom(), portsOf([honest(), honest()]));
    const other = await sealedFor('9'.repeat(28));
    const genuine = giving(await sealedFor(token));
    for (const pair of [
      [giving(other), genuine],
      [genuine, giving(other)],
      [genuine, down],
      [giving(undefined), genuine],
    ]) {
      expect(await collect(token, portsOf(pair))).toBe(CODE);
    }
  });

  it('tells apart what is absent, swapped and out of reach', async () => {
    const { token } = await handOver(CODE, countingRandom(), portsOf([honest(), honest()]));
    const swapped = giving(await sealedFor('9'.repeat(28)));
    expect(await laterRefusalOf(collect(token, portsOf([full, down])))).toBe('token/absent');
    expect(await laterRefusalOf(collect(token, portsOf([swapped, down])))).toBe(
      'token/malformed-letter',
    );
    expect(await laterRefusalOf(collect(token, portsOf([down, down])))).toBe('token/no-mailbox');
    expect(await laterRefusalOf(collect(token, portsOf([swapped, full])))).toBe('token/absent');
  });

  it('is bound to the chain', async () => {
    const mailboxes = [honest(), honest()];
    const { token } = await handOver(CODE, countingRandom(), portsOf(mailboxes));
    const elsewhere = collect(token, portsOf(mailboxes, 'chain-2'));
    expect(await laterRefusalOf(elsewhere)).toBe('token/absent');
  });

  it('asks nobody for digits that were mistyped', async () => {
    const asked: Mailbox = { ...full, collect: () => Promise.reject(new Error('was asked')) };
    expect(await laterRefusalOf(collect(TOKEN, portsOf([asked, asked])))).toBe('token/mistyped');
    expect(await laterRefusalOf(collect('1234', portsOf([asked, asked])))).toBe('token/incomplete');
  });
});

describe('a letter', () => {
  it('opens under its own key and address alone', async () => {
    const keys = await tokenKeys(TOKEN, 'chain-1', quickKdf);
    const letter = await sealLetter(CODE, keys, cipherOf, countingRandom());
    expect(await openLetter(letter, keys, cipherOf)).toBe(CODE);
    const moved = { ...keys, address: keys.key };
    const otherKey = { ...keys, key: keys.address };
    expect(await laterRefusalOf(openLetter(letter, moved, cipherOf))).toBe(
      'token/malformed-letter',
    );
    expect(await laterRefusalOf(openLetter(letter, otherKey, cipherOf))).toBe(
      'token/malformed-letter',
    );
  });

  it('carries any code up to the longest', async () => {
    const keys = await tokenKeys(TOKEN, 'chain-1', quickKdf);
    for (const length of [0, 1, 2_046, 2_047, 4_296]) {
      const text = 'A'.repeat(length);
      const letter = await sealLetter(text, keys, cipherOf, countingRandom());
      expect(letter.length).toBeLessThanOrEqual(MAX_LETTER);
      expect(await openLetter(letter, keys, cipherOf)).toBe(text);
    }
  });

  it('carries no more than one code holds', async () => {
    const keys = await tokenKeys(TOKEN, 'chain-1', quickKdf);
    const sealed = (length: number) =>
      sealLetter('A'.repeat(length), keys, cipherOf, countingRandom());
    await expect(sealed(4_606)).resolves.toHaveLength(MAX_LETTER);
    await expect(sealed(4_607)).rejects.toMatchObject({ code: 'qr/too-large' });
  });

  it('is refused with a code, whatever came instead', async () => {
    const keys = await tokenKeys(TOKEN, 'chain-1', quickKdf);
    const genuine = await sealLetter(CODE, keys, cipherOf, countingRandom());
    const altered = fc
      .tuple(fc.nat(genuine.length - 1), fc.constantFrom('A', 'b', '3', '_', '=', 'é'))
      .map(([at, with_]) => genuine.slice(0, at) + with_ + genuine.slice(at + 1))
      .filter((text) => text !== genuine);
    const anything = fc.oneof(
      fc.string({ maxLength: 9_000 }),
      fc.string({ unit: fc.constantFrom('A', 'Q', '-', '7'), minLength: 2_700, maxLength: 2_800 }),
      altered,
    );
    await fc.assert(
      fc.asyncProperty(anything, async (text) => {
        expect(await laterRefusalOf(openLetter(text, keys, cipherOf))).toBe(
          'token/malformed-letter',
        );
      }),
    );
  });
});
