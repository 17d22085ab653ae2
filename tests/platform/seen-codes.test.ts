import { describe, expect, it } from 'vitest';
import { seenCodes } from '#platform/seen-codes.ts';
import { memoryStorage } from './memory-storage.ts';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

describe('codes taken before', () => {
  it('are known once they were remembered', () => {
    const codes = seenCodes(memoryStorage());
    expect(codes.isSeen('a')).toBe(false);
    codes.remember('a', NOW);
    expect(codes.isSeen('a')).toBe(true);
    expect(codes.isSeen('b')).toBe(false);
  });

  it('are known to a second tab at once, and after a restart', () => {
    const storage = memoryStorage();
    const [one, other] = [seenCodes(storage), seenCodes(storage)];
    one.remember('a', NOW);
    expect(other.isSeen('a')).toBe(true);
    expect(seenCodes(storage).isSeen('a')).toBe(true);
  });

  it('are kept for ten minutes and then forgotten, other settings untouched', () => {
    const storage = memoryStorage({ 'lightseal.language': 'en' });
    const codes = seenCodes(storage);
    codes.remember('a', NOW);
    codes.remember('b', NOW + 10 * MINUTE);
    expect(codes.isSeen('a')).toBe(true);
    codes.remember('c', NOW + 10 * MINUTE + 1);
    expect(codes.isSeen('a')).toBe(false);
    expect(codes.isSeen('b')).toBe(true);
    expect(storage.getItem('lightseal.language')).toBe('en');
    expect(storage.length).toBe(3);
  });

  it('are not forgotten when the clock is set back', () => {
    const codes = seenCodes(memoryStorage());
    codes.remember('a', NOW);
    codes.remember('b', NOW - 60 * MINUTE);
    expect(codes.isSeen('a')).toBe(true);
  });

  it('are known to this tab at least where nothing can be stored', () => {
    const refuse = (): never => {
      throw new DOMException('no', 'QuotaExceededError');
    };
    const codes = seenCodes(Object.assign(memoryStorage(), { getItem: refuse, setItem: refuse }));
    codes.remember('a', NOW);
    expect(codes.isSeen('a')).toBe(true);
    expect(codes.isSeen('b')).toBe(false);
  });

  it('work where the browser refuses to hand out its storage at all', () => {
    const blocked = {
      configurable: true,
      get: () => {
        throw new DOMException('blocked', 'SecurityError');
      },
    };
    const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
    Object.defineProperty(globalThis, 'localStorage', blocked);
    try {
      const codes = seenCodes();
      codes.remember('a', NOW);
      expect(codes.isSeen('a')).toBe(true);
      expect(codes.isSeen('b')).toBe(false);
    } finally {
      if (before === undefined) Reflect.deleteProperty(globalThis, 'localStorage');
      else Object.defineProperty(globalThis, 'localStorage', before);
    }
  });
});
