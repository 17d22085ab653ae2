import { describe, expect, it } from 'vitest';
import type { RpcCall, VoteVerifier } from '#core/cometbft/index.ts';
import type { SendRequest } from '#core/exchange/index.ts';
import type { Clock, HolderKeys, Settings, Vault } from '#state/ports.ts';
import { flooredClock } from '#platform/clock.ts';
import { exchangeSender } from '#platform/exchange-sender.ts';
import { holderKeys } from '#platform/holder-keys.ts';
import { createNetwork } from '#platform/network.ts';
import { rpcCall } from '#platform/rpc-node.ts';
import { seenCodes } from '#platform/seen-codes.ts';
import { settings } from '#platform/settings.ts';
import { VaultStore } from '#platform/vault/vault-store.ts';
import { nativeVoteVerifier } from '#workers/native-vote-verifier.ts';
import { quickKdf } from '../support/node-crypto.ts';
import { memoryStorage } from './memory-storage.ts';

describe('the adapters', () => {
  it('fit the ports of state and core, as the compiler sees them', () => {
    const network = createNetwork(() => []);
    const adapters = {
      vault: new VaultStore({ deriveKey: quickKdf }) satisfies Vault,
      keys: holderKeys() satisfies HolderKeys,
      settings: settings satisfies Settings,
      clock: flooredClock() satisfies Clock,
      call: rpcCall(network, 'http://node.example') satisfies RpcCall,
      votes: nativeVoteVerifier() satisfies VoteVerifier,
      send: exchangeSender(network) satisfies SendRequest,
      codes: seenCodes(memoryStorage()),
    };
    expect(Object.values(adapters)).not.toContain(undefined);
  });

  it.each([
    [{ 'retry-after': '5' }, { retryAfter: '5' }],
    [{}, {}],
  ])('hand on for how long an issuer asks to be left alone: %j', async (headers, said) => {
    const bytes = new Uint8Array();
    const request = () => Promise.resolve({ status: 429, headers: new Headers(headers), bytes });
    const send = exchangeSender({ request, listen: () => () => undefined });
    const answer = await send({ method: 'GET', url: 'http://desk.example/', headers: {} });
    expect(answer).toEqual({ status: 429, body: '', ...said });
  });
});
