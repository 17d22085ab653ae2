import { describe, expect, it } from 'vitest';
import { Wallet } from '#state/wallet.svelte.ts';
import { MemoryVault, openWallet } from './ports.ts';
import { keptId, RECEIVED } from './received.ts';

describe('a wallet', () => {
  it('is absent, then created and open, then locked, then unlocked', async () => {
    const vault = new MemoryVault();
    const wallet = new Wallet(
      vault,
      () => 'id',
      () => undefined,
    );
    expect(wallet.phase).toBe('starting');
    await wallet.start();
    expect(wallet.phase).toBe('absent');
    await wallet.create('passphrase');
    expect(wallet.phase).toBe('open');
    wallet.lock();
    expect(wallet.phase).toBe('locked');
    await wallet.unlock('passphrase');
    expect(wallet).toMatchObject({ phase: 'open', busy: false, failure: undefined });
    const again = new Wallet(
      vault,
      () => 'id',
      () => undefined,
    );
    await again.start();
    expect(again.phase).toBe('locked');
  });

  it('stays locked at a wrong passphrase, says so, and forgets that at the right one', async () => {
    const wallet = await openWallet();
    wallet.lock();
    await wallet.unlock('wrong');
    expect(wallet).toMatchObject({
      phase: 'locked',
      failure: 'vault/wrong-passphrase',
      busy: false,
    });
    await wallet.unlock('passphrase');
    expect(wallet).toMatchObject({ phase: 'open', failure: undefined });
  });

  it('forgets documents and imported keys at a lock, and has them again at the next unlock', async () => {
    const vault = new MemoryVault();
    let forgotten = 0;
    const wallet = new Wallet(
      vault,
      () => 'id',
      () => forgotten++,
    );
    await wallet.create('passphrase');
    await wallet.held.add(RECEIVED, await keptId(wallet));
    wallet.leave();
    expect(wallet.held.all).toEqual([]);
    expect(forgotten).toBe(1);
    wallet.leave();
    expect(forgotten).toBe(1);
    await wallet.unlock('passphrase');
    expect(wallet.held.all).toHaveLength(1);
  });
});
