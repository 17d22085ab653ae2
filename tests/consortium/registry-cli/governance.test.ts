/** The registry operated from a terminal, before an embedded chain: what was asked is what is proven. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeRegistry, parseAnchorProof, verifyAnchor } from '#core/registry/index.ts';
import { formatHex } from '#core/bytes/index.ts';
import { issueStatusToken } from '#core/credential/index.ts';
import { deflateSync } from 'node:zlib';
import { seed } from '../../core/registry/departments.ts';
import { batchesOf } from '../../support/app-log.ts';
import { ISSUERS } from '../desk/bench.ts';
import { at, text } from '../rpc/rpc-client.ts';
import { FoundersDesk, VCT } from './desk-of-founders.ts';

const THREE = ['data', 'market-regulation', 'tax'];
let desk: FoundersDesk;

beforeAll(async () => {
  desk = await FoundersDesk.open();
  await desk.importSeed('tax-9', 'ES256');
}, 30_000);
afterAll(() => desk.close());

const registry = () => decodeRegistry(desk.consortium.chain.app.state.entries);
const issuer = (id: string) => registry().issuers.get(id);

describe('an answer', () => {
  it.each(['issuers', 'verifiers', 'types', 'logs', 'statuses', 'validators'])(
    'lists %s under a verified header',
    async (what) => {
      const { json, status } = await desk.run(what, 'list');
      expect(status).toBe(0);
      expect(Array.isArray(at(json, 'result'))).toBe(true);
      expect(text(json, 'proven', 'chainId')).toBe(desk.consortium.chainId);
    },
  );

  it('shows an issuer, the founders and the validators as they are', async () => {
    const tax = await desk.run('issuers', 'show', 'tax');
    expect(text(tax.json, 'result', 'keys', 0, 'kid')).toBe('tax-1');
    const governance = await desk.run('governance', 'show');
    expect(at(governance.json, 'result', 'threshold')).toBe(3);
    const validators = await desk.run('validators', 'list');
    expect(at(validators.json, 'result')).toHaveLength(4);
  });

  it('proves a single key, and that there is none', async () => {
    const there = await desk.run('query', 'issuer/tax');
    expect(text(there.json, 'result', 'value', 'name', 'en')).toContain('Tax');
    expect((await desk.run('query', 'issuer/nobody')).code).toBe('registry-cli/not-found');
    expect((await desk.run('issuers', 'show', 'nobody')).code).toBe('registry-cli/not-found');
  });
});

describe('three founders', () => {
  it('suspend and resume an issuer, each from their own file', async () => {
    const proposal = await desk.propose('suspend.json', 'issuers', 'suspend', 'tax');
    const signatures = await Promise.all(THREE.map((id) => desk.sign(proposal, id)));
    const waiting = await desk.run('check', proposal, ...signatures.slice(1));
    expect(at(waiting.json, 'ready')).toBe(false);
    const ready = await desk.run('check', proposal, ...signatures);
    expect(at(ready.json, 'ready')).toBe(true);
    expect(issuer('tax')?.history.at(-1)?.status).toBe('active');
    const { json } = await desk.run('submit', proposal, ...signatures);
    expect(at(json, 'succeeded')).toBe(true);
    expect(issuer('tax')?.history.at(-1)?.status).toBe('suspended');
    await desk.transact(THREE, 'issuers', 'resume', 'tax');
    expect(issuer('tax')?.history.at(-1)?.status).toBe('active');
  });

  it('add an issuer, change its keys and types, and retire it with a successor', async () => {
    const key = await desk.publicKey('tax-9');
    const names = ['--name-zh', '示例市水务局', '--name-en', 'Example City Water Bureau'];
    const add = ['issuers', 'add', 'water', ...names, '--add-key', key, '--type', VCT];
    expect(at((await desk.transact(THREE, ...add)).json, 'outcome', 'succeeded')).toBe(true);
    expect((await desk.transact(THREE, ...add)).code).toBe('registry-cli/already-exists');
    await desk.importSeed('water-2', 'ES256');
    const fresh = await desk.publicKey('water-2');
    const rotate = ['issuers', 'rotate-keys', 'water', '--add-key', fresh, '--end-key', 'tax-9'];
    await desk.transact(THREE, ...rotate);
    const [old, next] = issuer('water')?.keys ?? [];
    expect([old?.kid, old?.until, next?.kid]).toEqual(['tax-9', next?.from, 'water-2']);
    const lost = ['issuers', 'mark-compromised', 'water', '--kid', 'water-2', '--since', '3'];
    await desk.transact(THREE, ...lost);
    expect(issuer('water')?.keys[1]?.compromisedSince).toBe(3);
    await desk.transact(THREE, 'issuers', 'set-types', 'water');
    expect(issuer('water')?.types.every(({ until }) => until !== undefined)).toBe(true);
    await desk.transact(THREE, 'issuers', 'retire', 'water', '--successor', 'tax');
    expect(issuer('water')?.history.at(-1)?.status).toBe('retired');
    expect(issuer('water')?.successor).toBe('tax');
    const again = await desk.run('propose', 'issuers', 'retire', 'water', '--out', 'unused.json');
    expect(again.code).toBe('registry-cli/no-change');
  });

  it('register a verifier, pin a type and change the threshold, from files', async () => {
    const publicKey = (JSON.parse(desk.folder.read('tax-9.public.json')) as { publicKey: string })
      .publicKey;
    const entry = {
      name: { 'zh-CN': '示例窗口', en: 'Example counter' },
      key: { kid: 'counter-1', alg: 'ES256', publicKey },
      purposes: [],
    };
    const file = desk.folder.write('counter.json', JSON.stringify(entry));
    await desk.transact(THREE, 'verifiers', 'set', 'counter', file);
    expect(
      text((await desk.run('verifiers', 'show', 'counter')).json, 'result', 'key', 'kid'),
    ).toBe('counter-1');
    const type = desk.folder.write('type.json', JSON.stringify({ vct: 'urn:type' }));
    await desk.transact(THREE, 'types', 'publish', type);
    const shown = await desk.run('types', 'show', 'urn:type');
    expect(text(shown.json, 'result', 'digest')).toHaveLength(64);
    const { json } = await desk.run('governance', 'show');
    const stricter = { ...(at(json, 'result') as object), threshold: 2 };
    const change = desk.folder.write('governance.json', JSON.stringify(stricter));
    await desk.transact(THREE, 'governance', 'set', change);
    expect(registry().governance.threshold).toBe(2);
    await desk.transact(THREE, 'governance', 'set', desk.folder.write('back.json', back(json)));
    expect(registry().governance.threshold).toBe(3);
  });
});

const back = (json: unknown) => JSON.stringify(at(json, 'result'));

describe('an issuer', () => {
  const secret = () => ISSUERS.find(({ id }) => id === 'tax');

  beforeAll(async () => {
    // The bench derives the secrets of the demo's issuers from their ids.
    const { createHash } = await import('node:crypto');
    await desk.import('tax-1', 'ES256', createHash('sha256').update('tax').digest('hex'));
  });

  it('appends a batch whose proofs hold', async () => {
    const leaf = seed('a leaf');
    const leaves = desk.folder.write('leaves.txt', `${formatHex(leaf)}\n`);
    const proofs = desk.folder.file('proofs.txt');
    const words = ['batches', 'append', 'tax', '--leaves', leaves, '--proofs', proofs];
    const { json } = await desk.transact(['tax-1'], ...words);
    expect(at(json, 'outcome', 'succeeded')).toBe(true);
    const log = batchesOf(desk.consortium.chain.app, 'tax');
    const proof = parseAnchorProof(desk.folder.read('proofs.txt').trim());
    const batch = log[proof.batch];
    if (batch === undefined) throw new Error('no such batch');
    verifyAnchor(leaf, proof, batch);
    const shown = await desk.run('logs', 'show', 'tax');
    expect(text(shown.json, 'result', proof.batch, 'root')).toBe(formatHex(batch.root));
  });

  it('publishes a status list until its own exp', async () => {
    const sign = secret()?.sign;
    if (sign === undefined) throw new Error('no issuer');
    const iat = Math.floor(Date.now() / 1000);
    const token = await issueStatusToken({
      uri: 'https://lightseal.example/issuer/tax/status/2',
      kid: 'tax-1',
      iat,
      exp: iat + 86_400,
      ttl: 3600,
      list: { bits: 2, bytes: new Uint8Array(64) },
      deflate: (bytes) => deflateSync(bytes),
      sign,
    });
    const file = desk.folder.write('list.jwt', `${token}\n`);
    await desk.transact(['tax-1'], 'statuses', 'publish', 'tax/2', '--token', file);
    const { json } = await desk.run('statuses', 'show', 'tax/2');
    expect(at(json, 'result', 'validUntilMs')).toBe((iat + 86_400) * 1000);
  });
});
