import { plainCrypto } from '#core/crypto/index.ts';
import { describe, expect, it } from 'vitest';
import { Receiving } from '#state/receiving.svelte.ts';
import { Wallet } from '#state/wallet.svelte.ts';
import { ISSUER_METADATA, no, ok } from '../core/exchange/issuer-by-hand.ts';
import { trustOver } from '../support/case-builder.ts';
import { offerOf, PaperIssuer, TEN } from './issuer-on-paper.ts';
import {
  chainWith,
  MemoryVault,
  namedKeys,
  openWallet,
  refusal,
  testClock,
  noChance,
} from './ports.ts';

const THREE = TEN.slice(0, 3);

/** An offer of these has been read, and its code typed: it is about to be accepted. */
async function offered(ids: readonly string[], issuer = new PaperIssuer()) {
  const vault = new MemoryVault();
  const wallet = await openWallet(vault);
  const chain = await chainWith(await trustOver([]));
  const ports = {
    send: issuer.send,
    keys: namedKeys(),
    clock: testClock(),
    crypto: plainCrypto,
    random: noChance,
    wait: () => Promise.resolve(),
  };
  const receiving = new Receiving(wallet, chain, ports);
  await receiving.read(offerOf(ids));
  return { issuer, vault, wallet, chain, ports, receiving };
}

/** Calls back before the issuer answers the request of that number, from 1. */
function beforeAnswer(issuer: PaperIssuer, number: number, act: () => unknown): void {
  let asked = 0;
  issuer.onCredential = () => (++asked === number ? act() : undefined);
}

describe('ten documents in one go', () => {
  it('come one by one, each stored by itself, and the place is told', async () => {
    const { receiving, wallet, issuer, ports } = await offered(TEN);
    const places: (number | undefined)[] = [];
    const stored: number[] = [];
    issuer.onCredential = () => {
      places.push(receiving.place);
      stored.push(wallet.held.all.length);
    };
    await receiving.accept('123456');
    expect(places).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(stored).toEqual(places);
    expect(receiving).toMatchObject({ stage: 'done', failure: undefined, place: undefined });
    expect(receiving.documents.map(({ state }) => state)).toEqual(TEN.map(() => 'stored'));
    expect(wallet.held.all).toHaveLength(10);
    expect(await wallet.pending.all()).toEqual([]);
    expect(issuer.count('/token')).toBe(1);
    expect(ports.keys.made).toHaveLength(20);
    const copies = wallet.held.all.flatMap((held) => held.copies);
    expect(new Set(copies.map(({ privateJwk }) => privateJwk.d)).size).toBe(20);
    expect(copies.every(({ anchor }) => anchor !== undefined)).toBe(true);
  });

  it('are all kept before the first is asked for', async () => {
    const { receiving, wallet, issuer } = await offered(TEN);
    const kept: number[] = [];
    issuer.onCredential = async () => kept.push((await wallet.pending.all()).length);
    await receiving.accept('123456');
    expect(kept).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('are refused when they are eleven, before anything is sent', async () => {
    const { receiving, issuer } = await offered([...TEN, 'one-more']);
    expect(receiving).toMatchObject({ stage: 'idle', failure: 'exchange/too-many-documents' });
    expect(issuer.requests).toEqual([]);
  });
});

describe('one that fails', () => {
  it('is named, and does not take the others with it', async () => {
    const issuer = new PaperIssuer();
    const denied = no(400, { error: 'credential_request_denied' });
    const { receiving, wallet } = await offered(THREE, issuer);
    beforeAnswer(issuer, 1, () => issuer.instead.set('credential', [denied]));
    await receiving.accept('123456');
    expect(receiving).toMatchObject({ stage: 'done', failure: undefined });
    expect(receiving.documents.map(({ state, failure }) => failure ?? state)).toEqual([
      'stored',
      'exchange/denied',
      'stored',
    ]);
    expect(wallet.held.all).toHaveLength(2);
    expect(receiving.canGoOn).toBe(false);
  });

  it('of a kind that this wallet does not know is named too', async () => {
    const { receiving, wallet } = await offered(['strange', ...THREE]);
    await receiving.accept('123456');
    expect(receiving.stage).toBe('done');
    expect(receiving.documents[0]).toMatchObject({
      id: undefined,
      failure: 'exchange/unknown-configuration',
    });
    expect(wallet.held.all).toHaveLength(3);
  });

  it('is asked for again by whoever goes on, and the others are not', async () => {
    const issuer = new PaperIssuer();
    const { receiving, wallet } = await offered(THREE, issuer);
    const refused = no(400, { error: 'invalid_credential_request' });
    beforeAnswer(issuer, 1, () => issuer.instead.set('credential', [refused]));
    await receiving.accept('123456');
    const asked = issuer.count('/credential');
    expect(receiving.canGoOn).toBe(true);
    await receiving.accept(undefined);
    expect(issuer.count('/credential')).toBe(asked + 1);
    expect(receiving.documents.map(({ state }) => state)).toEqual(THREE.map(() => 'stored'));
    expect(wallet.held.all).toHaveLength(3);
    expect(issuer.count('/token')).toBe(1);
  });

  it('is the reason given where none has come', async () => {
    const issuer = new PaperIssuer();
    const denied = no(400, { error: 'credential_request_denied' });
    issuer.instead.set('credential', [denied, denied, denied]);
    const { receiving } = await offered(THREE, issuer);
    await receiving.accept('123456');
    expect(receiving).toMatchObject({ stage: 'offered', failure: 'exchange/denied' });
  });
});

describe('a connection that is lost on the way', () => {
  async function broken() {
    const issuer = new PaperIssuer();
    const visit = await offered(THREE, issuer);
    const offline = Array<Error>(4).fill(refusal('network/offline'));
    beforeAnswer(issuer, 1, () => issuer.instead.set('credential', offline));
    await visit.receiving.accept('123456');
    return visit;
  }

  it('leaves what has come, keeps the rest, and asks for nothing more', async () => {
    const { receiving, wallet, issuer } = await broken();
    expect(receiving).toMatchObject({ stage: 'done', failure: 'network/offline' });
    expect(receiving.documents.map(({ state }) => state)).toEqual(['stored', 'waiting', 'waiting']);
    expect(wallet.held.all).toHaveLength(1);
    expect(await wallet.pending.all()).toHaveLength(2);
    expect(issuer.count('/credential')).toBe(5);
  });

  it('costs nothing: the rest comes by itself, and the screen says so', async () => {
    const { receiving, wallet } = await broken();
    await receiving.resume();
    expect(receiving.documents.map(({ state }) => state)).toEqual(THREE.map(() => 'stored'));
    expect(wallet.held.all).toHaveLength(3);
    expect(await wallet.pending.all()).toEqual([]);
  });
});

describe('stopping', () => {
  /** Stopped while the second of three is on its way. */
  async function stopped() {
    const issuer = new PaperIssuer();
    const visit = await offered(THREE, issuer);
    beforeAnswer(issuer, 2, () => {
      visit.receiving.stop();
    });
    await visit.receiving.accept('123456');
    return visit;
  }

  it('keeps what has come and the rest, and still takes what was on its way', async () => {
    const { receiving, wallet, issuer } = await stopped();
    expect(receiving).toMatchObject({ stage: 'done', stopped: true, failure: undefined });
    await expect.poll(() => wallet.held.all.length).toBe(2);
    expect(receiving.documents.map(({ state }) => state)).toEqual(['stored', 'stored', 'waiting']);
    expect(await wallet.pending.all()).toHaveLength(1);
    expect(issuer.count('/credential')).toBe(2);
  });

  it('holds until the wallet is opened again; then the rest comes by itself', async () => {
    const { receiving, wallet } = await stopped();
    await expect.poll(() => wallet.held.all.length).toBe(2);
    await receiving.resume();
    expect(wallet.held.all).toHaveLength(2);
    wallet.lock();
    await wallet.unlock('passphrase');
    await receiving.resume();
    expect(wallet.held.all).toHaveLength(3);
    expect(await wallet.pending.all()).toEqual([]);
  });

  it('ends when the person goes on', async () => {
    const { receiving, wallet, issuer } = await stopped();
    await receiving.accept(undefined);
    expect(receiving).toMatchObject({ stage: 'done', stopped: false });
    expect(wallet.held.all).toHaveLength(3);
    expect(issuer.count('/credential')).toBe(3);
    expect(issuer.count('/token')).toBe(1);
  });

  it('before anything has come keeps all of it', async () => {
    const issuer = new PaperIssuer();
    const { receiving, wallet, ports } = await offered(THREE, issuer);
    issuer.instead.set('nonce', Array<Error>(4).fill(refusal('network/offline')));
    let waits = 0;
    ports.wait = () => {
      if (++waits === 1) receiving.stop();
      return Promise.resolve();
    };
    await receiving.accept('123456');
    expect(receiving).toMatchObject({ stage: 'promised', stopped: true, failure: undefined });
    expect(await wallet.pending.all()).toHaveLength(3);
    await expect.poll(() => waits).toBe(3);
    expect(receiving.failure).toBeUndefined();
  });

  it('is nothing where nothing is under way', async () => {
    const { receiving } = await offered(THREE);
    receiving.stop();
    expect(receiving).toMatchObject({ stage: 'offered', stopped: false });
    await receiving.accept('123456');
    expect(receiving.stage).toBe('done');
    receiving.stop();
    expect(receiving.stopped).toBe(false);
  });
});

describe('documents that are promised', () => {
  it('come later, and are named beside what came', async () => {
    const issuer = new PaperIssuer();
    const deferred_credential_endpoint = `${ISSUER_METADATA.credential_issuer}/deferred`;
    const configurations = {
      ...ISSUER_METADATA.credential_configurations_supported,
      other: ISSUER_METADATA.credential_configurations_supported['business-licence'],
    };
    issuer.instead.set('openid-credential-issuer', [
      ok({
        ...ISSUER_METADATA,
        deferred_credential_endpoint,
        credential_configurations_supported: configurations,
      }),
    ]);
    issuer.instead.set('credential', [no(202, { transaction_id: 'promise 1', interval: 60 })]);
    const { receiving, wallet } = await offered(['business-licence', 'other'], issuer);
    await receiving.accept('123456');
    expect(receiving).toMatchObject({ stage: 'done', failure: undefined });
    expect(receiving.documents.map(({ state }) => state)).toEqual(['promised', 'stored']);
    expect(receiving.canGoOn).toBe(false);
    const [kept] = await wallet.pending.all();
    expect(kept?.value.redemption).toMatchObject({
      configurationId: 'business-licence',
      transaction: { id: 'promise 1' },
    });
  });
});

describe('a second tab with the same offer', () => {
  it('fetches the same documents, which the first then finds', async () => {
    const first = await offered(THREE);
    const { issuer, vault, chain, ports, receiving, wallet } = first;
    issuer.instead.set('credential', Array<Error>(4).fill(refusal('network/offline')));
    await receiving.accept('123456');
    expect(receiving.failure).toBe('network/offline');
    const tab = new Wallet(
      vault,
      () => 'of the other tab',
      () => undefined,
    );
    await tab.unlock('passphrase');
    const second = new Receiving(tab, chain, ports);
    await second.read(offerOf(THREE));
    // An issuer repeats an answer that may have been lost.
    issuer.instead.set('token', [
      ok({ access_token: 'token', token_type: 'bearer', refresh_token: 'refresh-0' }),
    ]);
    await second.accept('123456');
    expect(second).toMatchObject({ stage: 'done', failure: undefined });
    const asked = issuer.count('/credential');
    await receiving.accept(undefined);
    expect(receiving).toMatchObject({ stage: 'done', failure: undefined });
    expect(issuer.count('/credential')).toBe(asked);
    const ids = ({ held }: Wallet) => new Set(held.all.map(({ id }) => id));
    expect(ids(wallet)).toEqual(ids(tab));
    expect(wallet.held.all).toHaveLength(3);
    expect(await wallet.pending.all()).toEqual([]);
  });
});

describe('a person who leaves the screen', () => {
  it('finds the next offer there, while the first goes on by itself', async () => {
    const issuer = new PaperIssuer();
    const { receiving, wallet } = await offered(THREE, issuer);
    beforeAnswer(issuer, 2, async () => {
      receiving.reset();
      await receiving.resume();
    });
    await receiving.accept('123456');
    expect(receiving).toMatchObject({ stage: 'idle', documents: [] });
    expect(wallet.held.all).toHaveLength(3);
    expect(issuer.count('/credential')).toBe(3);
  });

  it('finds the rest of a lost visit on the next one', async () => {
    const first = await offered(THREE);
    const offline = Array<Error>(4).fill(refusal('network/offline'));
    first.issuer.instead.set('credential', offline);
    await first.receiving.accept('123456');
    expect(first.receiving).toMatchObject({ stage: 'offered', failure: 'network/offline' });
    const wallet = new Wallet(
      first.vault,
      () => 'later',
      () => undefined,
    );
    await wallet.unlock('passphrase');
    await new Receiving(wallet, first.chain, first.ports).resume();
    expect(wallet.held.all).toHaveLength(3);
    expect(first.issuer.count('/token')).toBe(1);
  });
});
