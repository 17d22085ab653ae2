/** A node's RPC as a source of light blocks, over a port that moves the bytes. */
import { equalBytes } from '../bytes/index.ts';
import { isRefusal } from '../errors.ts';
import {
  SourceError,
  type Cancelled,
  type LightBlockSource,
  type LinkedFacts,
} from '../chain/index.ts';
import { malformed } from './cometbft-error.ts';
import { headerFacts } from './header-facts.ts';
import { hashValidators } from './hash-lists.ts';
import { array, object } from './json.ts';
import { parseSignedHeader } from './parse-commit.ts';
import { parseHeader } from './parse-header.ts';
import { orGarbage, type RpcCall } from './rpc-call.ts';
import { validatorsAt } from './rpc-validators.ts';
import type { Header, LightBlock, Validator } from './types.ts';

/** As many as a node gives in one answer. */
const MAX_HEADERS = 20;

/** Reads light blocks from one node. Malformed answers are `source/garbage`. */
export function rpcSource(call: RpcCall): LightBlockSource<LightBlock> {
  return {
    lightBlock: (height, cancelled) => orGarbage(() => lightBlock(call, height, cancelled)),
    headers: (min, max, cancelled) => orGarbage(() => headers(call, min, max, cancelled)),
    reportEvidence: async (evidence) => {
      await call('broadcast_evidence', { evidence });
    },
  };
}

/** The commit first, then the validators of its height: the node may have gone on in between. */
async function lightBlock(
  call: RpcCall,
  height: number | 'latest',
  cancelled?: Cancelled,
): Promise<LightBlock> {
  const params = height === 'latest' ? {} : { height: String(height) };
  const answer = object(await call('commit', params, cancelled), 'result');
  const signed = parseSignedHeader(answer['signed_header']);
  const at = signed.header.height;
  if (height !== 'latest' && at !== height) throw malformed('height');
  const [validators, nextValidators] = await Promise.all([
    validatorsAt(call, at, cancelled),
    nextValidatorsAt(call, at + 1, cancelled),
  ]);
  verifyNamed(nextValidators, signed.header);
  return { ...signed, validators, nextValidators };
}

/** The set of the next height is known one block ahead; a node that has no word of it lacks it. */
async function nextValidatorsAt(
  call: RpcCall,
  height: number,
  cancelled?: Cancelled,
): Promise<readonly Validator[]> {
  try {
    return await validatorsAt(call, height, cancelled);
  } catch (refusal) {
    const isUnknown = isRefusal(refusal) && UNKNOWN_HEIGHT.has(refusal.code);
    if (!isUnknown) throw refusal;
    return [];
  }
}

/** No step needs the next set, so nothing else would keep an invented one from being stored and handed on. */
function verifyNamed(next: readonly Validator[], { nextValidatorsHash }: Header): void {
  if (next.length === 0 || equalBytes(hashValidators(next), nextValidatorsHash)) return;
  throw malformed('other next validators than the header names');
}

const UNKNOWN_HEIGHT: ReadonlySet<string> = new Set(['source/too-high', 'source/pruned']);

async function headers(
  call: RpcCall,
  min: number,
  max: number,
  cancelled?: Cancelled,
): Promise<readonly LinkedFacts[]> {
  return (await headersBetween(call, min, max, cancelled)).map(headerFacts);
}

/**
 * Headers by `blockchain`, ascending; the last one is of height `max`. A claim.
 *
 * @throws {@link CometbftError} `cometbft/malformed`; {@link SourceError} `source/pruned`.
 */
export async function headersBetween(
  call: RpcCall,
  min: number,
  max: number,
  cancelled?: Cancelled,
): Promise<readonly Header[]> {
  const params = { minHeight: String(min), maxHeight: String(max) };
  const answer = object(await call('blockchain', params, cancelled), 'result');
  // The newest first, as far as the node has them.
  const metas = array(answer['block_metas'], 'block_metas', MAX_HEADERS);
  const found = metas.map((meta) => parseHeader(object(meta, 'meta')['header']));
  found.reverse();
  if (found.at(-1)?.height !== max) throw malformed('block_metas');
  if (found.some(({ height }, index) => height !== max - found.length + 1 + index)) {
    throw malformed('block_metas');
  }
  const lowest = max - found.length + 1;
  if (lowest > min) throw new SourceError('source/pruned', 'pruned', { nodeHeight: lowest });
  return found;
}
