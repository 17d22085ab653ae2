/** What issuers are told of their deliveries, and when. */
import { describe, expect, it } from 'vitest';
import { plainCrypto } from '#core/crypto/index.ts';
import { Receiving } from '#state/receiving.svelte.ts';
import { Renewing } from '#state/renewing.svelte.ts';
import { testKey } from '../core/credential/craft.ts';
import { trustOver } from '../support/case-builder.ts';
import { OFFER_LINK, PaperIssuer } from './issuer-on-paper.ts';
import {
  chainWith,
  MemoryVault,
  namedKeys,
  openWallet,
  refusal,
  testClock,
  noChance,
} from './ports.ts';

async function visit(issuer = new PaperIssuer()) {
  const vault = new MemoryVault();
  const wallet = await openWallet(vault);
  const chain = await chainWith(await trustOver([]));
  const clock = testClock();
  const ports = {
    send: issuer.send,
    keys: namedKeys(),
    clock,
    crypto: plainCrypto,
    random: noChance,
    wait: () => Promise.resolve(),
  };
  const receiving = new Receiving(wallet, chain, ports);
  const renewing = new Renewing(wallet, chain, ports);
  await receiving.read(OFFER_LINK);
  return { issuer, vault, wallet, clock, receiving, renewing };
}

/** The events in the order in which they were sent. */
function told({ requests }: PaperIssuer): readonly unknown[] {
  return requests
    .filter(({ url }) => url.endsWith('/notification'))
    .map(({ body }) => (JSON.parse(body ?? '') as { event: string }).event);
}

describe('an issuer is told', () => {
  it('that a document was accepted, once the vault has it', async () => {
    const { issuer, vault, receiving } = await visit();
    let stored = 0;
    issuer.onNotification = () => (stored = vault.commits.length);
    await receiving.accept('123456');
    expect(told(issuer)).toEqual(['credential_accepted']);
    expect(vault.commits.slice(0, stored).at(-1)?.put?.[0]?.collection).toBe('documents');
  });

  it('nothing while the vault does not take it', async () => {
    const { issuer, vault, receiving } = await visit();
    issuer.onCredential = () => (vault.failure = 'vault/full');
    await receiving.accept('123456');
    expect(receiving.failure).toBe('vault/full');
    expect(told(issuer)).toEqual([]);
    vault.failure = undefined;
    issuer.onCredential = undefined;
    await receiving.accept('123456');
    expect(told(issuer)).toEqual(['credential_accepted']);
  });

  it('that what it sent cannot be used', async () => {
    const { issuer, receiving } = await visit(new PaperIssuer({ signer: testKey('stranger') }));
    await receiving.accept('123456');
    expect(receiving.failure).toBe('exchange/not-verified');
    expect(told(issuer)).toEqual(['credential_failure']);
  });

  it('that copies which do not say the same cannot be used, and none is kept', async () => {
    const issuer = new PaperIssuer();
    issuer.changeOf = (place) => (place === 1 ? { payload: { domicile: '示例市别处' } } : {});
    const { wallet, receiving } = await visit(issuer);
    await receiving.accept('123456');
    expect(receiving.failure).toBe('exchange/copies-differ');
    expect(wallet.held.all).toEqual([]);
    expect(told(issuer)).toEqual(['credential_failure']);
  });

  it('that further copies cannot be used which do not say the same', async () => {
    const { issuer, wallet, receiving, renewing } = await visit();
    await receiving.accept('123456');
    const id = receiving.documents[0]?.id ?? '';
    const copies = wallet.held.find(id)?.copies ?? [];
    await wallet.held.recordShow(id, copies[0]?.sdJwt ?? '', { atMs: 0, claims: [] });
    issuer.changeOf = (place) => (place === 1 ? { payload: { domicile: '示例市别处' } } : {});
    await renewing.resume();
    expect(wallet.held.find(id)?.copies.map(({ sdJwt }) => sdJwt)).toEqual(
      copies.map(({ sdJwt }) => sdJwt),
    );
    expect(told(issuer)).toEqual(['credential_accepted', 'credential_failure']);
  });

  it('nothing where it is asked again: the registry may come to know its key', async () => {
    const { issuer, receiving } = await visit(new PaperIssuer({ jwtHeader: { kid: 'new' } }));
    await receiving.accept('123456');
    expect(receiving.failure).toBe('exchange/issuer-unknown');
    expect(told(issuer)).toEqual([]);
  });

  it('that further copies were accepted', async () => {
    const { issuer, wallet, receiving, renewing } = await visit();
    await receiving.accept('123456');
    const id = receiving.documents[0]?.id ?? '';
    const [copy] = wallet.held.find(id)?.copies ?? [];
    await wallet.held.recordShow(id, copy?.sdJwt ?? '', { atMs: 0, claims: [] });
    await renewing.resume();
    expect(told(issuer)).toEqual(['credential_accepted', 'credential_accepted']);
  });

  it('that a document was removed right after it came, and not later', async () => {
    for (const [minutes, events] of [
      [59, ['credential_accepted', 'credential_deleted']],
      [61, ['credential_accepted']],
    ] as const) {
      const { issuer, wallet, clock, receiving } = await visit();
      await receiving.accept('123456');
      clock.ms += minutes * 60_000;
      await receiving.remove(receiving.documents[0]?.id ?? '');
      expect(wallet.held.all).toEqual([]);
      expect(told(issuer)).toEqual(events);
    }
  });

  it('and whether it can be told holds up nothing', async () => {
    const issuer = new PaperIssuer();
    issuer.instead.set('notification', [refusal('network/offline')]);
    const { receiving } = await visit(issuer);
    await receiving.accept('123456');
    expect(receiving).toMatchObject({ stage: 'done', failure: undefined });
  });

  it('and one that never answers holds up nothing either', async () => {
    const { issuer, receiving } = await visit();
    issuer.onNotification = () => new Promise(() => undefined);
    await receiving.accept('123456');
    expect(receiving).toMatchObject({ stage: 'done', failure: undefined });
  });
});
