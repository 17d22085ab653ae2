/** The verifiers of the demo: registered, with a key for the desk computer and nobody else. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { p256 } from '@noble/curves/nist.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseBase64Url } from '#core/bytes/index.ts';
import { claimOrder } from '#core/credential/index.ts';
import { encodeRequest } from '#core/qr/index.ts';
import { decodeRegistry } from '#core/registry/index.ts';
import { FREE_PORTS, startDemo, type Demo } from '#consortium/demo/index.ts';
import { DEMO_VERIFIERS } from '#consortium/desk/index.ts';

interface KeyFile {
  readonly format: string;
  readonly chainId: string;
  readonly verifier: string;
  readonly key: { readonly d: string };
}

let folder: string;
let demo: Demo;

const start = () =>
  startDemo({
    ports: FREE_PORTS,
    folder,
    home: join(folder, 'home'),
    intervals: { blocks: { blockMs: 50, idleMs: 1_000 } },
  });
const registered = () => decodeRegistry(demo.consortium.chain.app.state.entries).verifiers;

async function keysFor(origin: string): Promise<{ keys?: KeyFile[]; error?: string }> {
  const response = await fetch(`${demo.urls.desk}/desk/verifiers`, { headers: { origin } });
  return (await response.json()) as { keys?: KeyFile[]; error?: string };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lightseal-verifiers-'));
  writeFileSync(join(folder, '200.html'), '<p>shell</p>');
  demo = await start();
});

afterAll(async () => {
  await demo.stop();
  rmSync(folder, { recursive: true });
});

describe('the verifiers of the demo', () => {
  it('ask for claims that their types have, in a request that fits', () => {
    for (const { id, purposes } of DEMO_VERIFIERS) {
      for (const { id: purpose, vct, claims } of purposes) {
        expect(claimOrder(vct)).toEqual(expect.arrayContaining([...claims]));
        const payload = encodeRequest({
          chainTag: new Uint8Array(8),
          nonce: new Uint8Array(16),
          expiresS: 1_800_000_000,
          verifier: id,
          purpose,
          query: undefined,
          signature: new Uint8Array(64),
        });
        expect(payload.length).toBeLessThanOrEqual(170);
      }
    }
  });

  it('are in the registry, with the keys that the desk hands to pages of the app', async () => {
    const { keys = [] } = await keysFor(demo.urls.app);
    expect(keys.map(({ verifier }) => verifier)).toEqual(DEMO_VERIFIERS.map(({ id }) => id));
    for (const { format, chainId, verifier, key } of keys) {
      expect({ format, chainId }).toEqual({
        format: 'lightseal/verifier-key/1',
        chainId: demo.profile.chainId,
      });
      const publicKey = p256.getPublicKey(parseBase64Url(key.d), false).slice(1);
      expect(registered().get(verifier)?.key.publicKey).toEqual(publicKey);
    }
  });

  it('keep their keys from pages of others', async () => {
    expect(await keysFor('https://evil.example')).toEqual({ error: 'desk/malformed' });
  });

  it('stay who they are after a restart, without being registered again', async () => {
    const [before, sequence] = [registered(), demo.consortium.nextSequence('governance')];
    await demo.stop();
    demo = await start();
    expect(registered()).toEqual(before);
    expect(demo.consortium.nextSequence('governance')).toBe(sequence);
    expect(statSync(join(folder, 'home', 'verifiers.json')).mode & 0o777).toBe(0o600);
  });
});
