import { describe, expect, it } from 'vitest';
import { MAX_LETTER } from '#core/exchange/index.ts';
import { mailboxOf } from '#platform/mailboxes.ts';
import { NetworkError, type Network, type RequestOptions } from '#platform/network.ts';

const ADDRESS = 'ab'.repeat(32);

function answering(status: number, body = '') {
  const asked: { url: string; options: RequestOptions | undefined }[] = [];
  const network: Pick<Network, 'request'> = {
    request: (url, options) => {
      asked.push({ url, options });
      const bytes = Uint8Array.from(Buffer.from(body, 'latin1'));
      return Promise.resolve({ status, headers: new Headers(), bytes });
    },
  };
  return { asked, mailbox: mailboxOf(network, 'http://node.test/') };
}

describe('the mailbox of a node', () => {
  it('is asked at its address, within bounds', async () => {
    const { asked, mailbox } = answering(204);
    expect(await mailbox.leave(ADDRESS, 'letter')).toBe(true);
    expect(asked[0]?.url).toBe(`http://node.test/mailbox/${ADDRESS}`);
    expect(asked[0]?.options).toMatchObject({
      method: 'POST',
      body: 'letter',
      maxBytes: MAX_LETTER,
    });
  });

  it.each([409, 413, 429, 503, 200])('has not kept what it answers with %i', async (status) => {
    expect(await answering(status).mailbox.leave(ADDRESS, 'letter')).toBe(false);
  });

  it('gives out what it has', async () => {
    expect(await answering(200, 'letter').mailbox.collect(ADDRESS)).toBe('letter');
    expect(await answering(404).mailbox.collect(ADDRESS)).toBeUndefined();
    expect(await answering(200, '\u00ff\u00fe').mailbox.collect(ADDRESS)).toBe('');
  });

  it.each([429, 500, 302])('is out of reach with %i', async (status) => {
    const collected = answering(status).mailbox.collect(ADDRESS);
    await expect(collected).rejects.toThrow(NetworkError);
  });
});
