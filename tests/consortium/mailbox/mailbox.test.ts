import { describe, expect, it } from 'vitest';
import { answerMailbox, Mailbox } from '#consortium/mailbox/index.ts';

const LIMITS = { keepMs: 60_000, letter: 10, letters: 3, perMinute: 5 };
const [ONE, OTHER] = ['a'.repeat(64), 'b'.repeat(64)];

function mailbox(): { readonly box: Mailbox; readonly pass: (ms: number) => void } {
  let now = 1_000_000;
  return { box: new Mailbox(() => now, LIMITS), pass: (ms) => void (now += ms) };
}

describe('a mailbox', () => {
  it('keeps a letter for its minute and no longer', () => {
    const { box, pass } = mailbox();
    expect(box.leave(ONE, 'letter', 'phone')).toBe('kept');
    pass(59_999);
    expect(box.collect(ONE, 'desk')).toEqual({ letter: 'letter' });
    expect(box.collect(ONE, 'desk')).toEqual({ letter: 'letter' });
    pass(1);
    expect(box.collect(ONE, 'desk')).toBe('absent');
  });

  it('knows no other address', () => {
    const { box } = mailbox();
    box.leave(ONE, 'letter', 'phone');
    expect(box.collect(OTHER, 'desk')).toBe('absent');
  });

  it('writes nothing over', () => {
    const { box } = mailbox();
    box.leave(ONE, 'first', 'phone');
    expect(box.leave(ONE, 'second', 'thief')).toBe('taken');
    expect(box.collect(ONE, 'desk')).toEqual({ letter: 'first' });
  });

  it('is bounded in size and in number', () => {
    const { box, pass } = mailbox();
    expect(box.leave(ONE, '12345678901', 'phone')).toBe('too-large');
    for (const at of ['1', '2', '3']) expect(box.leave(at, 'x', `peer ${at}`)).toBe('kept');
    expect(box.leave('4', 'x', 'peer 4')).toBe('full');
    pass(60_000);
    expect(box.leave('4', 'x', 'peer 4')).toBe('kept');
  });

  it('is bounded in requests of one peer, and others are not held up by it', () => {
    const { box, pass } = mailbox();
    for (let count = 0; count < 5; count++) expect(box.collect(ONE, 'busy')).toBe('absent');
    expect(box.collect(ONE, 'busy')).toBe('too-many');
    expect(box.leave(ONE, 'x', 'busy')).toBe('too-many');
    expect(box.collect(ONE, 'calm')).toBe('absent');
    pass(60_000);
    expect(box.collect(ONE, 'busy')).toBe('absent');
  });
});

describe('a mailbox over HTTP', () => {
  const ask = (box: Mailbox, method: string, path: string, body = '') =>
    answerMailbox(box, { method, path, peer: 'peer' }, body)?.status;

  it('takes and gives letters at 64 hex digits', () => {
    const { box } = mailbox();
    expect(ask(box, 'GET', `/mailbox/${ONE}`)).toBe(404);
    expect(ask(box, 'POST', `/mailbox/${ONE}`, 'letter')).toBe(204);
    const request = { method: 'GET', path: `/mailbox/${ONE}`, peer: 'peer' };
    expect(answerMailbox(box, request, '')).toEqual({ status: 200, body: 'letter' });
    expect(ask(box, 'POST', `/mailbox/${ONE}`, 'letter')).toBe(409);
  });

  it('refuses what is not for it', () => {
    const { box } = mailbox();
    expect(ask(box, 'GET', '/status')).toBeUndefined();
    expect(ask(box, 'GET', '/mailbox/short')).toBe(404);
    expect(ask(box, 'GET', `/mailbox/${ONE}/x`)).toBe(404);
    expect(ask(box, 'PUT', `/mailbox/${ONE}`, 'x')).toBe(405);
    expect(ask(box, 'POST', `/mailbox/${ONE}`, '')).toBe(400);
    expect(ask(box, 'POST', `/mailbox/${ONE}`, '<x>')).toBe(400);
    expect(ask(box, 'POST', `/mailbox/${ONE}`, 'x'.repeat(11))).toBe(413);
  });
});
