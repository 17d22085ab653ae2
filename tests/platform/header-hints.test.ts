/** A node's announcements are hints: they are heard, bounded, and never believed. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HeaderHints } from '#platform/header-hints.ts';
import type { Listener } from '#platform/network.ts';

const ACK = '{"jsonrpc":"2.0","id":1,"result":{}}';
const HEADER = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  result: { data: { type: 'tendermint/event/NewBlockHeader', value: {} } },
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function listening(nodes = ['http://one.test/', 'https://two.test/rpc']) {
  const opened: { url: string; greeting: string; heard: Listener }[] = [];
  const left: string[] = [];
  const events: string[] = [];
  const hints = new HeaderHints({
    network: {
      listen: (url, greeting, heard) => {
        opened.push({ url, greeting, heard });
        return () => left.push(url);
      },
    },
    nodes,
    onHint: () => events.push('hint'),
    onLive: (isLive) => events.push(isLive ? 'live' : 'quiet'),
  });
  const last = () => {
    const open = opened.at(-1);
    if (open === undefined) throw new Error('nothing was opened');
    return open;
  };
  return { hints, opened, left, events, last };
}

describe('hints', () => {
  it('subscribe to new headers at one node', () => {
    const { hints, opened, last } = listening();
    hints.start();
    hints.start();
    expect(opened).toHaveLength(1);
    expect(last().url).toBe('ws://one.test/websocket');
    expect(JSON.parse(last().greeting)).toMatchObject({
      method: 'subscribe',
      params: { query: "tm.event='NewBlockHeader'" },
    });
  });

  it('tell of a header, and of nothing else', () => {
    const { hints, events, last } = listening();
    hints.start();
    last().heard.onText(ACK);
    expect(events).toEqual(['live']);
    for (const other of ['', '{', 'null', '[]', '{"result":7}', '{"error":{}}', '['.repeat(99)]) {
      last().heard.onText(other);
    }
    const stranger = HEADER.replace('NewBlockHeader', 'Tx');
    last().heard.onText(stranger);
    expect(events).toEqual(['live']);
    last().heard.onText(HEADER);
    expect(events).toEqual(['live', 'live', 'hint']);
  });

  it('are heard at most once a second, and the last one is not lost', () => {
    const { hints, events, last } = listening();
    const heard = () => events.filter((event) => event === 'hint').length;
    hints.start();
    for (let count = 0; count < 100; count++) last().heard.onText(HEADER);
    expect(heard()).toBe(1);
    vi.advanceTimersByTime(999);
    expect(heard()).toBe(1);
    vi.advanceTimersByTime(1);
    expect(heard()).toBe(2);
    vi.advanceTimersByTime(10_000);
    expect(heard()).toBe(2);
    last().heard.onText(HEADER);
    expect(heard()).toBe(3);
  });

  it('that are still owed are forgotten when it stops', () => {
    const { hints, events, last } = listening();
    hints.start();
    last().heard.onText(HEADER);
    last().heard.onText(HEADER);
    hints.stop();
    hints.start();
    vi.advanceTimersByTime(10_000);
    expect(events.filter((event) => event === 'hint')).toHaveLength(1);
  });

  it('go to the next node when one is lost, later and later', () => {
    const { hints, opened, events, last } = listening();
    hints.start();
    const waits = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000];
    for (const [count, wait] of waits.entries()) {
      last().heard.onClose();
      vi.advanceTimersByTime(wait - 1);
      expect(opened).toHaveLength(count + 1);
      vi.advanceTimersByTime(1);
      expect(opened).toHaveLength(count + 2);
    }
    expect(opened[1]?.url).toBe('wss://two.test/rpc/websocket');
    expect(new Set(events)).toEqual(new Set(['quiet']));
    last().heard.onText(ACK);
    last().heard.onClose();
    vi.advanceTimersByTime(1_000);
    expect(opened).toHaveLength(waits.length + 2);
  });

  it('leave the node alone when stopped, and do not come back', () => {
    const { hints, opened, left, events, last } = listening();
    hints.start();
    last().heard.onText(ACK);
    hints.stop();
    expect(left).toEqual(['ws://one.test/websocket']);
    expect(events).toEqual(['live', 'quiet']);
    last().heard.onClose();
    vi.advanceTimersByTime(600_000);
    expect(opened).toHaveLength(1);
  });

  it('need a node', () => {
    const { hints, opened } = listening([]);
    hints.start();
    expect(opened).toEqual([]);
  });
});
