import { formatHex } from '../bytes/index.ts';
import { malformed } from './cometbft-error.ts';
import { base64Text, object } from './json.ts';
import { orGarbage, type RpcCall } from './rpc-call.ts';

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
  return await orGarbage(async () => {
    const answer = await call('abci_query', params);
    const response = object(object(answer, 'result')['response'], 'response');
    if ((response['code'] ?? 0) !== 0) throw malformed('response.code');
    return base64Text(response['value'], 'response.value', MAX_VALUE);
  });
}
