/** Claims, records and validators from a terminal. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '#consortium/registry-cli/commands/index.ts';
import { Arguments } from '#consortium/registry-cli/arguments.ts';
import { optionsOf } from '#consortium/registry-cli/options.ts';
import type { ChainView } from '#consortium/registry-cli/chain-view.ts';
import { formatBase64, formatBase64Url, formatHex } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { claimKeySeed, decodeRegistry, genesisState, type TxBody } from '#core/registry/index.ts';
import { CHAIN, GOVERNANCE, nameOf, seed, submit, THREE } from '../../core/registry/departments.ts';
import { at, text } from '../rpc/rpc-client.ts';
import { FoundersDesk } from './desk-of-founders.ts';

const FOUNDERS = ['data', 'market-regulation', 'tax'];
const OFFICES = ['finance-office', 'other-office'] as const;
const NUMBER = '25317000000123456789';
let desk: FoundersDesk;

beforeAll(async () => {
  desk = await FoundersDesk.open();
  for (const office of OFFICES) {
    await desk.importSeed(`${office}-1`, 'ES256');
    const {
      id: kid,
      alg,
      publicKey,
    } = JSON.parse(
      desk.folder.read((await desk.publicKey(`${office}-1`)).split('/').at(-1) ?? ''),
    ) as { id: string; alg: string; publicKey: string };
    const entry = { name: nameOf(office), key: { kid, alg, publicKey }, purposes: [] };
    const file = desk.folder.write(`${office}.json`, JSON.stringify(entry));
    await desk.transact(FOUNDERS, 'verifiers', 'set', office, file);
  }
}, 30_000);
afterAll(() => desk.close());

const claim = (office: string, secret: string) => {
  const words = ['claims', 'make', '--as', `verifier/${office}`, '--purpose', 'reimbursement'];
  return desk.transact([`${office}-1`], ...words, '--invoice', NUMBER, '--secret-file', secret);
};

describe('a claim', () => {
  it('made by two at once is held by one, and both can see by whom', async () => {
    const key = formatHex(ed25519.getPublicKey(claimKeySeed(seed('invoice'), NUMBER)));
    const secret = desk.folder.write('claim.txt', formatBase64Url(seed('invoice')));
    const runs = await Promise.all(OFFICES.map((office) => claim(office, secret)));
    const won = OFFICES.filter((_, index) => runs[index]?.status === 0);
    expect(won).toHaveLength(1);
    const { json } = await desk.run('claims', 'show', key);
    expect(text(json, 'result', 'claimant')).toBe(won[0]);
    const late = await claim('finance-office', secret);
    expect(late.code).toBe('registry-cli/claimed');
    expect(text(late.json, 'error', 'message')).toContain(won[0]);
  });

  it('that nobody made is not shown', async () => {
    const { code } = await desk.run('claims', 'show', 'ab'.repeat(32));
    expect(code).toBe('registry-cli/not-found');
    expect((await desk.run('claims', 'show', 'ab')).code).toBe('registry-cli/malformed');
  });

  it('is not made with a secret that is none', async () => {
    const secret = desk.folder.write('short.txt', formatBase64Url(seed('invoice').slice(1)));
    expect((await claim('finance-office', secret)).code).toBe('registry-cli/malformed');
  });

  it('in the name of another office is refused', async () => {
    const secret = desk.folder.write('second.txt', formatBase64Url(seed('second invoice')));
    const words = ['claims', 'make', '--as', 'verifier/other-office', '--purpose', 'reimbursement'];
    const more = ['--invoice', NUMBER, '--secret-file', secret];
    const made = await desk.transact(['finance-office-1'], ...words, ...more);
    expect(made.code).toBe('registry/unknown-signer');
  });
});

describe('a record', () => {
  it('is shown with its proof', async () => {
    const file = desk.folder.write('evidence.json', '{"attack":true}');
    const words = ['records', 'add', 'evidence', '--file', file, '--as', 'verifier/finance-office'];
    const { json } = await desk.transact(['finance-office-1'], ...words);
    expect(at(json, 'outcome', 'succeeded')).toBe(true);
    const shown = await desk.run('records', 'show', 'evidence', '0');
    const digest = formatHex(sha256(new TextEncoder().encode('{"attack":true}')));
    expect(text(shown.json, 'result', 'digest')).toBe(digest);
    expect((await desk.run('records', 'show', 'evidence', '1')).status).toBe(1);
    expect((await desk.run('records', 'show', 'gossip', '0')).code).toBe('registry-cli/usage');
  });
});

describe('a validator', () => {
  const key = seed('validator key');
  const file = () => {
    const json = { type: 'tendermint/PubKeyEd25519', value: formatBase64(key) };
    return desk.folder.write('validator.json', JSON.stringify(json));
  };
  const names = ['--name-zh', '示例', '--name-en', 'Example'];

  /** The transaction of a command on a chain whose genesis names one validator. */
  async function bodyOf(name: string, words: readonly string[], power: number): Promise<TxBody> {
    const genesis = [{ publicKey: seed('first'), name: nameOf('first'), power: 10 }];
    const held = { publicKey: key, name: nameOf('held'), power };
    const state = genesisState(CHAIN, GOVERNANCE, power < 0 ? genesis : [...genesis, held]);
    const registry = decodeRegistry(state.entries);
    const command = COMMANDS.find((one) => one.name === name);
    if (command === undefined || !('draft' in command)) throw new Error(name);
    const args = Arguments.parse(words, optionsOf(command));
    const { body } = await command.draft({ registry, state } as ChainView, args, {} as never);
    const { code } = await submit(state, 'governance', THREE, body, 2);
    expect(code).toBe('ok');
    return body;
  }

  it('is added, changed and removed by governance', async () => {
    const add = [file(), ...names, '--power', '10'];
    expect(await bodyOf('validators add', add, -1)).toMatchObject({ power: 10, publicKey: key });
    expect(await bodyOf('validators add', add, 5)).toMatchObject({ power: 10 });
    expect(await bodyOf('validators remove', [file()], 10)).toMatchObject({ power: 0 });
  });

  it('that changes nothing, or is not there, is refused', async () => {
    const add = [file(), ...names, '--power', '10'];
    const unchanged = { code: 'registry-cli/no-change' };
    await expect(bodyOf('validators add', add, 10)).rejects.toMatchObject(unchanged);
    await expect(bodyOf('validators remove', [file()], 0)).rejects.toMatchObject(unchanged);
    const missing = { code: 'registry-cli/not-found' };
    await expect(bodyOf('validators remove', [file()], -1)).rejects.toMatchObject(missing);
  });

  it('of a chain with a fixed set, or with another kind of key, is refused', async () => {
    const words = ['validators', 'add', file(), ...names, '--power', '10'];
    expect((await desk.transact(FOUNDERS, ...words)).code).toBe('registry/validators-fixed');
    const other = desk.folder.write('other.json', '{"type":"tendermint/PubKeySecp256k1"}');
    const wrong = ['validators', 'add', other, ...names, '--power', '10'];
    expect((await desk.transact(FOUNDERS, ...wrong)).code).toBe('registry-cli/malformed');
  });
});
