import { BytesError, decodeUtf8 } from '#core/bytes/index.ts';
import type { SendRequest } from '#core/exchange/index.ts';
import type { Network } from './network.ts';

/** The exchange's port over the network port. An answer that is no text is read as an empty one. */
export function exchangeSender(network: Network): SendRequest {
  return async ({ method, url, headers, body }) => {
    const request = { method, headers, ...(body !== undefined && { body }) };
    const response = await network.request(url, request);
    const retryAfter = response.headers.get('retry-after');
    return {
      status: response.status,
      body: textOf(response.bytes),
      ...(retryAfter === null ? {} : { retryAfter }),
    };
  };
}

function textOf(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes);
  } catch (error) {
    if (error instanceof BytesError) return '';
    throw error;
  }
}
