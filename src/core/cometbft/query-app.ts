import { formatHex } from '../bytes/index.ts';
import { malformed } from './cometbft-error.ts';
import { base64Text, object } from './json.ts';
import { orGarbage, type RpcCall, type RpcParams } from './rpc-call.ts';
import { verifyStateProof } from './state-proof.ts';
import type { Header } from './types.ts';

/** More than any state that is worth fetching in one answer. */
const MAX_VALUE = 4 * 1024 * 1024;

/**
 * Asks the application for a value at the state after block `height`.
 *
 * @throws {@link SourceError}; the value itself is a claim.
 */
export async function queryApp(
  call: RpcCall,
  path: string,
  data: Uint8Array,
  height: number,
): Promise<Uint8Array> {
  const params = { path, data: formatHex(data), height: String(height), prove: false };
  return await orGarbage(async () => (await ask(call, params)).value);
}

/**
 * Asks for the value under a key, proven by `header`: the state after the block before it.
 *
 * @param header - Verified by the light client.
 * @throws {@link SourceError}; {@link CometbftError} for a value that is not proven.
 */
export async function queryProven(
  call: RpcCall,
  path: string,
  key: Uint8Array,
  header: Header,
): Promise<Uint8Array> {
  const height = String(header.height - 1);
  const { value, proofOps } = await ask(call, { path, data: formatHex(key), height, prove: true });
  verifyStateProof(header.appHash, [key], value, proofOps);
  return value;
}

async function ask(call: RpcCall, params: RpcParams) {
  const answer = await call('abci_query', params);
  const response = object(object(answer, 'result')['response'], 'response');
  if ((response['code'] ?? 0) !== 0) throw malformed('response.code');
  const value = base64Text(response['value'], 'response.value', MAX_VALUE);
  return { value, proofOps: response['proofOps'] };
}
