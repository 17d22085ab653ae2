import { describe, expect, it } from 'vitest';
import { encodeStreamPayload, toStream, type StreamPayload } from '#core/qr/index.ts';
import { ProfileReading } from '#state/profile-reading.svelte.ts';

const TEXT = JSON.stringify({ name: '政务联盟', filler: 'x'.repeat(700) });
const streamOf = (content: StreamPayload) => toStream(encodeStreamPayload(content), 300);
const PROFILE = streamOf({ kind: 'profile', text: TEXT });

describe('reading a profile from a moving code', () => {
  it('says how far it is, and gives the text when it is complete', () => {
    const reading = new ProfileReading();
    for (let at = 0; at < PROFILE.need - 1; at++) {
      expect(reading.take(PROFILE.frame(at + 5), 'held-up', at)).toBeUndefined();
      expect(reading.progress).toEqual({ have: at + 1, need: PROFILE.need });
    }
    expect(reading.take(PROFILE.frame(0), 'held-up', 9)).toBe(TEXT);
    expect(reading.progress).toBeUndefined();
    expect(reading.failure).toBeUndefined();
  });

  it('says so where a moving code is something else', () => {
    const reading = new ProfileReading();
    const proof = streamOf({ kind: 'proof', body: new Uint8Array(50) });
    expect(reading.take(proof.frame(0), 'held-up', 0)).toBeUndefined();
    expect(reading.failure).toBe('qr/not-a-profile');
  });

  it('says so for another code, but not for one beside a moving code', () => {
    const reading = new ProfileReading();
    expect(reading.take('https://example.com', 'held-up', 0)).toBeUndefined();
    expect(reading.failure).toBe('qr/not-a-profile');
    reading.take(PROFILE.frame(0), 'held-up', 10);
    reading.take('https://example.com', 'held-up', 20);
    expect(reading.failure).toBeUndefined();
  });

  it('keeps the refusals of frames', () => {
    const reading = new ProfileReading();
    reading.take('LS2:***', 'held-up', 0);
    expect(reading.failure).toBe('qr/malformed');
  });
});
