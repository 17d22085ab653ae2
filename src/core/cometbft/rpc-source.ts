/** A node's RPC as a source of light blocks, over a port that moves the bytes. */
import { BytesError, formatHex, parseBase64 } from '../bytes/index.ts';
import { SourceError, type LightBlockSource } from '../chain/index.ts';
import { CometbftError, malformed } from './cometbft-error.ts';
import { array, height as readHeight, object } from './json.ts';
import { parseSignedHeader, parseValidators } from './parse-commit.ts';
import type { LightBlock, SignedHeader, Validator } from './types.ts';

/**
 * Calls one RPC method.
 *
 * @returns The `result` of the answer, or `undefined` if the node says that the height is too new
 * or pruned.
 * @throws {@link SourceError} if nothing could be learned.
 */
export type RpcCall = (
  method: string,
  params: Readonly<Record<string, string | boolean>>,
) => Promise<unknown>;

const PER_PAGE = 100;
const MAX_PAGES = 100;

/** Reads light blocks from one node. Malformed answers are `source/garbage`. */
export function rpcSource(call: RpcCall): LightBlockSource<LightBlock> {
  return {
    lightBlock: async (height) => {
      try {
        return await lightBlock(call, height);
      } catch (refusal) {
        if (!(refusal instanceof CometbftError)) throw refusal;
        throw new SourceError('source/garbage', refusal.message, { cause: refusal });
      }
    },
  };
}

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
  const answer = await call('abci_query', params);
  try {
    const response = object(object(answer, 'result')['response'], 'response');
    if ((response['code'] ?? 0) !== 0) throw malformed('response.code');
    const value = response['value'] ?? '';
    if (typeof value !== 'string') throw malformed('response.value');
    return parseBase64(value);
  } catch (refusal) {
    if (!(refusal instanceof CometbftError || refusal instanceof BytesError)) throw refusal;
    throw new SourceError('source/garbage', 'not an answer of the application', { cause: refusal });
  }
}

async function lightBlock(
  call: RpcCall,
  height: number | 'latest',
): Promise<LightBlock | undefined> {
  const answer = await call('commit', height === 'latest' ? {} : { height: String(height) });
  if (answer === undefined) return undefined;
  const signed = parseSignedHeader(object(answer, 'result')['signed_header']);
  if (height !== 'latest' && signed.header.height !== height) throw malformed('height');
  return await withValidators(call, signed);
}

async function withValidators(
  call: RpcCall,
  signed: SignedHeader,
): Promise<LightBlock | undefined> {
  const at = signed.header.height;
  const [validators, nextValidators] = await Promise.all([
    validatorsAt(call, at),
    // The set of the next height is known one block ahead.
    validatorsAt(call, at + 1),
  ]);
  if (validators === undefined) return undefined;
  return { ...signed, validators, nextValidators: nextValidators ?? [] };
}

/** All pages of the set of one height; the node must not change its mind on the way. */
async function validatorsAt(call: RpcCall, height: number): Promise<Validator[] | undefined> {
  const validators: Validator[] = [];
  let total: number | undefined;
  for (let page = 1; page <= MAX_PAGES; page++) {
    const answer = await call('validators', {
      height: String(height),
      page: String(page),
      per_page: String(PER_PAGE),
    });
    if (answer === undefined) return undefined;
    const json = object(answer, 'result');
    if (readHeight(json['block_height'], 'block_height') !== height) throw malformed('height');
    const all = readHeight(json['total'], 'total');
    const more = parseValidators(array(json['validators'], 'validators', PER_PAGE));
    validators.push(...more);
    if (all !== (total ?? all) || validators.length > all) throw malformed('total');
    if (validators.length === all) return validators;
    if (more.length === 0) throw malformed('an empty page');
    total = all;
  }
  throw malformed('endless pages');
}
