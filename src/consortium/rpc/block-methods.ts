/** Methods about blocks. */
import { formatBase64 } from '#core/bytes/index.ts';
import { formatBlockId, formatCommit, formatHeader } from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { leafHash, merkleRoot, proveInclusion } from '#core/merkle/index.ts';
import type { DecidedBlock } from '../chain/decide-block.ts';
import type { Arguments } from './arguments.ts';
import { headerRange, heightOf, pageOf } from './heights.ts';
import type { NodeView } from './node-view.ts';
import {
  presentBlock,
  presentMeta,
  presentProof,
  presentResult,
  presentValidator,
  upperHex,
  type Json,
} from './present.ts';
import { internalError } from './rpc-error.ts';

export function commit(node: NodeView, args: Arguments): Json {
  const block = blockAt(node, args);
  return {
    signed_header: { header: formatHeader(block.header), commit: formatCommit(block.commit) },
    // The votes for the newest block are canonical once the next block carries them.
    canonical: block.header.height < node.chain.height,
  };
}

export function validators(node: NodeView, args: Arguments): Json {
  // The set of the next block is known already.
  const height = heightOf(args.integer('height'), node.chain.height + 1);
  const total = node.chain.rules.validators.length;
  const { from, to } = pageOf(args.integer('page'), args.integer('per_page'), total);
  const indexes = Array.from({ length: to - from }, (_, offset) => from + offset);
  return {
    block_height: String(height),
    validators: indexes.map((index) => presentValidator(node, index, height)),
    count: String(indexes.length),
    total: String(total),
  };
}

export function header(node: NodeView, args: Arguments): Json {
  return { header: formatHeader(blockAt(node, args).header) };
}

export function headerByHash(node: NodeView, args: Arguments): Json {
  const block = node.chain.blockByHash(args.bytes('hash'));
  return { header: block === undefined ? null : formatHeader(block.header) };
}

export function block(node: NodeView, args: Arguments): Json {
  return withId(blockAt(node, args));
}

export function blockByHash(node: NodeView, args: Arguments): Json {
  const found = node.chain.blockByHash(args.bytes('hash'));
  if (found !== undefined) return withId(found);
  return { block_id: { hash: '', parts: { total: 0, hash: '' } }, block: null };
}

export function blockchain(node: NodeView, args: Arguments): Json {
  const latest = node.chain.height;
  const { min, max } = headerRange(
    args.integer('minHeight') ?? 0,
    args.integer('maxHeight') ?? 0,
    latest,
  );
  const heights = Array.from({ length: max - min + 1 }, (_, offset) => max - offset);
  const blocks = heights.flatMap((height) => node.chain.block(height) ?? []);
  return { last_height: String(latest), block_metas: blocks.map(presentMeta) };
}

export function blockResults(node: NodeView, args: Arguments): Json {
  const { header: of, results } = blockAt(node, args);
  const next = node.chain.block(of.height + 1);
  return {
    height: String(of.height),
    txs_results: results.length === 0 ? null : results.map(presentResult),
    finalize_block_events: null,
    validator_updates: null,
    consensus_param_updates: null,
    app_hash: formatBase64(next?.header.appHash ?? node.chain.app.appHash),
  };
}

export function tx(node: NodeView, args: Arguments): Json {
  const hash = args.bytes('hash');
  const place = node.chain.included(hash);
  const found = place === undefined ? undefined : node.chain.block(place.height);
  if (place === undefined || found === undefined) {
    throw internalError(`tx (${upperHex(hash)}) not found`);
  }
  const result = found.results[place.index];
  const bytes = found.txs[place.index] ?? new Uint8Array();
  return {
    hash: upperHex(hash),
    height: String(place.height),
    index: place.index,
    tx_result: result === undefined ? null : presentResult(result),
    tx: formatBase64(bytes),
    ...(args.isTrue('prove') ? { proof: txProof(found, place.index, bytes) } : {}),
  };
}

function txProof({ txs }: DecidedBlock, index: number, bytes: Uint8Array): Json {
  const leaves = txs.map((tx) => sha256(tx));
  const proof = proveInclusion(leaves.map(leafHash), index);
  return {
    root_hash: upperHex(merkleRoot(leaves)),
    data: formatBase64(bytes),
    proof: presentProof(sha256(bytes), proof),
  };
}

function blockAt(node: NodeView, args: Arguments): DecidedBlock {
  const height = heightOf(args.integer('height'), node.chain.height);
  const found = node.chain.block(height);
  if (found === undefined) throw internalError('no block yet');
  return found;
}

function withId(found: DecidedBlock): Json {
  return { block_id: formatBlockId(found.id), block: presentBlock(found) };
}
