import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '#core/bytes/index.ts';
import { bytesOf, textOf } from '#state/chosen-file.ts';
import { fileOf, goneFile, unreadFile } from './files.ts';

describe('a chosen file', () => {
  it('is read whole, up to the limit itself', async () => {
    const bytes = encodeUtf8('联盟档案');
    expect(await bytesOf(fileOf(bytes), bytes.length)).toEqual(bytes);
    expect(await textOf(fileOf(bytes), bytes.length)).toBe('联盟档案');
  });

  it('is text without the mark that some editors put before it', async () => {
    expect(await textOf(fileOf(encodeUtf8('\ufeff{}')), 10)).toBe('{}');
  });

  it('is refused unread if it is one byte too large', async () => {
    const read = bytesOf(unreadFile(11), 10);
    await expect(read).rejects.toMatchObject({ code: 'file/too-large' });
  });

  it('is refused if it is gone by now', async () => {
    await expect(bytesOf(goneFile(), 10)).rejects.toMatchObject({ code: 'file/unreadable' });
  });

  it('is no text in another encoding: nothing is guessed or replaced', async () => {
    const gbk = Uint8Array.of(0x22, 0xc1, 0xaa, 0x22);
    await expect(textOf(fileOf(gbk), 10)).rejects.toMatchObject({ code: 'file/not-text' });
  });
});
