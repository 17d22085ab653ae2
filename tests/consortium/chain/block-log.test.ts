import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlockLog } from '#consortium/chain/block-log.ts';
import { TestChain, typeTx } from './test-chain.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lightseal-log-'));
  path = join(folder, 'blocks.log');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Six blocks, one of them with a transaction, one with an absent validator. */
async function written(): Promise<TestChain> {
  const { log } = BlockLog.open(path);
  const chain = new TestChain(log);
  chain.next();
  chain.submit(await typeTx(0));
  for (const online of [
    [0, 1, 2, 3],
    [0, 1, 2],
    [0, 1, 2, 3],
    [0, 1, 2, 3],
    [0, 1, 2, 3],
  ]) {
    chain.next(new Set(online));
  }
  log.close();
  return chain;
}

function reopened(): { chain: TestChain; close: () => void } {
  const { log, records } = BlockLog.open(path);
  const chain = new TestChain(log);
  chain.replay(records);
  return {
    chain,
    close: () => {
      log.close();
    },
  };
}

describe('the block log', () => {
  it('gives the same chain again, and lets it go on', async () => {
    const before = await written();
    const { chain, close } = reopened();
    expect(chain.height).toBe(6);
    for (const height of [1, 2, 3, 4, 5, 6])
      expect(chain.block(height)).toEqual(before.block(height));
    expect(chain.app.appHash).toEqual(before.app.appHash);
    chain.next();
    close();
    const again = reopened();
    expect(again.chain.height).toBe(7);
    again.close();
  });

  it('drops a record that was torn off at the end', async () => {
    await written();
    const size = readFileSync(path).length;
    for (const cut of [1, 5, 200]) {
      truncateSync(path, size - cut);
      const { chain, close } = reopened();
      expect(chain.height).toBe(5);
      chain.next();
      close();
      expect(readFileSync(path).length).toBeGreaterThan(size - 300);
    }
    appendFileSync(path, Uint8Array.of(0, 0));
    const { chain, close } = reopened();
    expect(chain.height).toBe(6);
    close();
  });

  it('refuses damage before the end', async () => {
    await written();
    const bytes = readFileSync(path);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(() => BlockLog.open(path)).toThrow(
      expect.objectContaining({ code: 'consortium/log-corrupt' }),
    );
  });

  it('refuses records that give another block', async () => {
    await written();
    const { log, records } = BlockLog.open(path);
    log.close();
    const changed = records.map((record) =>
      record.height === 3 ? { ...record, txs: [Uint8Array.of(1)] } : record,
    );
    expect(() => {
      new TestChain().replay(changed);
    }).toThrow(expect.objectContaining({ code: 'consortium/log-corrupt' }));
  });
});
