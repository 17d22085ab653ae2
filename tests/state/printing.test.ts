/** A print from the wallet's side: chosen, asked for, noted. */
import { describe, expect, it } from 'vitest';
import { formatBase64 } from '#core/bytes/index.ts';
import { plainCrypto } from '#core/crypto/index.ts';
import { decodeEnvelope } from '#core/qr/index.ts';
import { parseSdJwt, type Json } from '#core/credential/index.ts';
import { Printing } from '#state/printing.svelte.ts';
import { Receiving } from '#state/receiving.svelte.ts';
import { digest } from '../core/credential/craft.ts';
import { no } from '../core/exchange/issuer-by-hand.ts';
import { noise } from '../core/qr/noise.ts';
import { HIDDEN, trustOver } from '../support/case-builder.ts';
import { OFFER_LINK, PaperIssuer } from './issuer-on-paper.ts';
import { chainWith, MemoryVault, namedKeys, openWallet, testClock, noChance } from './ports.ts';

async function holding(issuer = new PaperIssuer()) {
  const vault = new MemoryVault();
  const wallet = await openWallet(vault);
  const chain = await chainWith(await trustOver([], {}));
  const wait = () => Promise.resolve();
  const ports = {
    send: issuer.send,
    clock: testClock(),
    crypto: plainCrypto,
    random: noChance,
    wait,
  };
  const receiving = new Receiving(wallet, chain, { ...ports, keys: namedKeys() });
  await receiving.read(OFFER_LINK);
  await receiving.accept('123456');
  const [held] = wallet.held.all;
  if (held === undefined) throw new Error('nothing received');
  return { issuer, wallet, held, printing: new Printing(held, [], wallet, chain, ports) };
}

describe('printing', () => {
  it('makes a code with what was chosen and nothing else, and notes it', async () => {
    const { printing, wallet, held } = await holding();
    printing.toggle('legal_person');
    await printing.start();
    expect(printing.failure).toBeUndefined();
    const { disclosures } = parseSdJwt(decodeEnvelope(printing.printed?.code ?? '').sdJwt);
    expect(disclosures.map(({ name }) => name)).toEqual(['legal_person']);
    expect(printing.printed?.claims).not.toHaveProperty('print');
    const [use] = wallet.held.find(held.id)?.uses ?? [];
    expect(use).toMatchObject({ printed: true, claims: ['legal_person'] });
  });

  it('leaves out what was not chosen, and uses up no copy', async () => {
    const { printing, wallet, held } = await holding();
    await printing.start();
    expect(printing.printed?.claims).not.toHaveProperty('legal_person');
    expect(wallet.held.find(held.id)?.copies.map(({ shows }) => shows)).toEqual([0, 0]);
  });

  it('keeps the access that the issuer gives for the next time', async () => {
    const { printing, wallet, held } = await holding();
    expect(held.access?.refreshToken).toBe('refresh-0');
    await printing.start();
    expect(wallet.held.find(held.id)?.access?.refreshToken).toBe('refresh-1');
  });

  it('is not made of more than a code on paper holds, and is not noted then', async () => {
    const long: Json = ['c2FsdCBvZiAxNiBieXRlcw', 'portrait', formatBase64(noise(6 * 1024, 5))];
    const payload = { _sd: [digest(HIDDEN), digest(long)] };
    const { printing, wallet, held } = await holding(new PaperIssuer({ payload, slipped: long }));
    printing.toggle('portrait');
    await printing.start();
    expect(printing).toMatchObject({ failure: 'qr/too-large', printed: undefined });
    expect(wallet.held.find(held.id)?.uses).toBeUndefined();
    printing.toggle('portrait');
    await printing.start();
    expect(printing.failure).toBeUndefined();
  });

  it('says why there is none, and can be asked again', async () => {
    const { printing, issuer, wallet, held } = await holding();
    issuer.instead.set('token', [no(400, { error: 'invalid_grant' })]);
    await printing.start();
    expect(printing).toMatchObject({ failure: 'exchange/access-ended', printed: undefined });
    expect(wallet.held.find(held.id)?.uses).toBeUndefined();
    await printing.start();
    expect(printing.failure).toBeUndefined();
  });
});
