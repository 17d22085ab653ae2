import { SourceError, type Cancelled } from '../chain/index.ts';
import { CometbftError } from './cometbft-error.ts';

/**
 * Calls one RPC method and gives the `result` of the answer.
 *
 * @param cancelled - Breaks the request off when nobody waits for it any longer.
 * @throws {@link SourceError} if nothing could be learned; `source/too-high` and `source/pruned` if
 * the node says so.
 */
export type RpcCall = (
  method: string,
  params: RpcParams,
  cancelled?: Cancelled,
) => Promise<unknown>;

/** Arguments by name; 64-bit numbers are decimal text. */
export type RpcParams = Readonly<Record<string, unknown>>;

/**
 * Runs `read`; an answer that it cannot read is `source/garbage`, one with keys of an unknown type
 * `source/unsupported-key`.
 */
export async function orGarbage<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (refusal) {
    if (!(refusal instanceof CometbftError)) throw refusal;
    const unsupported = refusal.code === 'cometbft/unsupported-key';
    const code = unsupported ? 'source/unsupported-key' : 'source/garbage';
    throw new SourceError(code, refusal.message, { cause: refusal });
  }
}
