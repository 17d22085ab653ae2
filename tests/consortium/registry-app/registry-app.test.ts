import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { RegistryApp, RESULT_CODES } from '#consortium/registry-app/index.ts';
import { argumentsOfJson, argumentsOfUri } from '#consortium/rpc/arguments.ts';
import { RpcError } from '#consortium/rpc/rpc-error.ts';
import { encodeUtf8 } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  decodeRegistryMap,
  genesisState,
  registryRoot,
  signTx,
  type TxBody,
} from '#core/registry/index.ts';
import {
  CHAIN,
  es256,
  GOVERNANCE,
  setting,
  statusOf,
  THREE,
} from '../../core/registry/departments.ts';

const at = (height: number) => ({ height, timeMs: height * 1000 });
const key = es256('tax-1');
const transactions: Uint8Array[] = [];

beforeAll(async () => {
  const register: TxBody = { kind: 'set-issuer', issuer: 'tax', setting: setting(['tax-1']) };
  const content = { chainId: CHAIN, signer: 'governance', sequence: 0, body: register };
  transactions.push(await signTx(content, THREE));
  for (const [sequence, token] of ['one.a.b', 'two.a.b'].entries()) {
    const body = statusOf('tax', token);
    transactions.push(
      await signTx({ chainId: CHAIN, signer: 'issuer/tax', sequence, body }, [key]),
    );
  }
});

/** Blocks 1 … `to`, with the issuer at 1 and one status list at 2 and at 3. */
function appAt(to: number): RegistryApp {
  const app = new RegistryApp(genesisState(CHAIN, GOVERNANCE));
  for (let height = 1; height <= to; height++) {
    app.finalizeBlock(transactions.slice(height - 1, height), at(height));
    void app.commit();
  }
  return app;
}

function query(app: RegistryApp, path: string, data = new Uint8Array(), height = 0) {
  return app.query({ path, data, height, prove: false });
}

describe('the registry app', () => {
  it('shows nothing of a block before it is committed', () => {
    const app = appAt(1);
    const before = app.appHash;
    const { appHash } = app.finalizeBlock(transactions.slice(1, 2), at(2));
    expect(app.appHash).toEqual(before);
    expect(app.height).toBe(1);
    void app.commit();
    expect(app.appHash).toEqual(appHash);
    expect(app.height).toBe(2);
    void app.commit();
    expect(app.height).toBe(2);
  });

  it('answers from each of the last 200 states and from no older one', () => {
    const app = appAt(203);
    for (const height of [4, 100, 203])
      expect(query(app, '/registry', undefined, height).code).toBe(0);
    for (const height of [1, 3, 204, -1]) {
      expect(query(app, '/registry', undefined, height).log).toBe('query/height-not-available');
    }
    const value = decodeRegistryMap(query(app, '/registry').value);
    expect(registryRoot(value)).toEqual(app.appHash);
  });

  it('keeps a replaced status list as long as a kept state names it', () => {
    const old = sha256(encodeUtf8('one.a.b'));
    const held = (app: RegistryApp) => query(app, '/blob', old).value.length > 0;
    expect(held(appAt(3))).toBe(true);
    expect(held(appAt(201))).toBe(true);
    expect(held(appAt(202))).toBe(false);
    const newer = sha256(encodeUtf8('two.a.b'));
    expect(query(appAt(260), '/blob', newer).value).toEqual(encodeUtf8('two.a.b'));
  });

  it('has a number of its own for every code', () => {
    const numbers = Object.values(RESULT_CODES);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('gives the same app hash for the same blocks', () => {
    expect(appAt(5).appHash).toEqual(appAt(5).appHash);
  });

  it('never crashes on a query', () => {
    const app = appAt(3);
    const paths = fc.constantFrom('/key', '/registry', '/log', '/blob', '', '/x');
    fc.assert(
      fc.property(paths, fc.uint8Array({ maxLength: 64 }), fc.integer(), (path, data, height) => {
        app.query({ path, data, height, prove: true });
      }),
    );
  });
});

describe('arguments', () => {
  const kinds = { a: 'integer', b: 'boolean', c: 'text', d: 'base64', e: 'hex' } as const;

  it('are read or refused, whatever they are', () => {
    const refusalOnly = (read: () => unknown) => {
      try {
        read();
      } catch (error) {
        expect(error).toBeInstanceOf(RpcError);
      }
    };
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.jsonValue()),
        (any, named) => {
          refusalOnly(() => argumentsOfJson(kinds, any));
          refusalOnly(() => argumentsOfJson(kinds, named));
          refusalOnly(() =>
            argumentsOfUri(
              kinds,
              new URLSearchParams(Object.entries(named).map(([k, v]) => [k, JSON.stringify(v)])),
            ),
          );
        },
      ),
    );
  });
});
