import { afterEach, describe, expect, it, vi } from 'vitest';
import { settings } from '#platform/settings.ts';
import { memoryStorage } from './memory-storage.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('settings', () => {
  it('come back as they were saved, under names of this app', () => {
    const storage = memoryStorage();
    vi.stubGlobal('localStorage', storage);
    expect(settings.load('language')).toBeUndefined();
    settings.save('language', 'zh-CN');
    expect(settings.load('language')).toBe('zh-CN');
    expect(storage.key(0)).toBe('lightseal.language');
  });

  it('are only forgotten where the browser keeps nothing', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => {
        throw new DOMException('no', 'SecurityError');
      },
      setItem: () => {
        throw new DOMException('no', 'QuotaExceededError');
      },
    });
    expect(() => {
      settings.save('language', 'en');
    }).not.toThrow();
    expect(settings.load('language')).toBeUndefined();
  });
});
