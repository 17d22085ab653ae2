/** Methods about the node and its application, and those that take transactions. */
import { formatBase64, formatHex } from '#core/bytes/index.ts';
import { formatTime } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import { sha256 } from '#core/crypto/index.ts';
import type { DecidedBlock } from '../chain/decide-block.ts';
import { ConsortiumError } from '../chain/chain-error.ts';
import type { TxResult } from '../registry-app/index.ts';
import type { Arguments } from './arguments.ts';
import type { NodeView } from './node-view.ts';
import {
  presentGenesis,
  presentKey,
  presentQuery,
  presentResult,
  upperHex,
  type Json,
} from './present.ts';
import { internalError, invalidParams } from './rpc-error.ts';

const VERSION = '0.38.25';
const NOTHING = new Uint8Array();
const EMPTY_RESULT: TxResult = { code: 0, codespace: '', log: '' };

export function status(node: NodeView): Json {
  const { chain } = node;
  const validator = chain.rules.validators[node.validator]?.validator;
  const [first, latest] = [chain.block(1), chain.latest];
  return {
    node_info: nodeInfo(node),
    sync_info: {
      ...syncInfo('latest', latest),
      ...syncInfo('earliest', first),
      catching_up: false,
    },
    validator_info:
      validator === undefined
        ? null
        : {
            address: upperHex(validator.address),
            pub_key: presentKey(validator.key),
            voting_power: String(validator.power),
          },
  };
}

export function health(): Json {
  return {};
}

export function genesis(node: NodeView): Json {
  return { genesis: presentGenesis(node) };
}

export function abciInfo({ chain }: NodeView): Json {
  return {
    response: {
      data: 'lightseal-registry',
      version: '1',
      app_version: String(chain.rules.appVersion),
      last_block_height: String(chain.app.height),
      last_block_app_hash: formatBase64(chain.app.appHash),
    },
  };
}

export function abciQuery({ chain }: NodeView, args: Arguments): Json {
  const height = args.integer('height') ?? 0;
  if (height < 0) throw internalError('height must be non-negative');
  const answer = chain.app.query({
    path: args.text('path'),
    data: args.bytes('data'),
    height,
    prove: args.isTrue('prove'),
  });
  return { response: presentQuery(answer) };
}

/** Judges evidence of an attack and keeps it. */
export async function broadcastEvidence({ chain }: NodeView, args: Arguments): Promise<Json> {
  if (!args.has('evidence')) throw invalidParams('no evidence was provided');
  try {
    const { hash } = await chain.evidence.add(args.json('evidence'));
    return { hash: formatBase64(hash) };
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
    throw internalError(`failed to add evidence: ${refusal.message}`);
  }
}

/** Checks, and lets wait. */
export function broadcastTxSync(node: NodeView, args: Arguments): Json {
  const tx = txOf(args);
  const { code, log, codespace } = submitted(node, tx);
  return { code, data: '', log, codespace, hash: upperHex(sha256(tx)) };
}

/** Answers before the check. */
export function broadcastTxAsync(node: NodeView, args: Arguments): Json {
  const tx = txOf(args);
  queueMicrotask(() => {
    try {
      node.submit(tx);
    } catch {
      // Nobody waits for what becomes of it: that is what "async" means here.
    }
  });
  return { code: 0, data: '', log: '', codespace: '', hash: upperHex(sha256(tx)) };
}

/** Waits until the transaction is in a block. */
export async function broadcastTxCommit(node: NodeView, args: Arguments): Promise<Json> {
  const tx = txOf(args);
  const hash = sha256(tx);
  const decided = node.chain.included(hash) === undefined ? inclusion(node, hash) : undefined;
  const check = submitted(node, tx);
  const answer = (result: TxResult, height: number): Json => ({
    check_tx: presentResult(check),
    tx_result: presentResult(result),
    hash: upperHex(hash),
    height: String(height),
  });
  if (check.code !== 0 || decided === undefined) {
    decided?.cancel();
    return answer(EMPTY_RESULT, 0);
  }
  const { height, result } = await decided.promise;
  return answer(result, height);
}

interface Inclusion {
  readonly promise: Promise<{ readonly height: number; readonly result: TxResult }>;
  readonly cancel: () => void;
}

function inclusion({ chain, commitTimeoutMs }: NodeView, hash: Uint8Array): Inclusion {
  const cleanup: (() => void)[] = [];
  const cancel = () => {
    cleanup.forEach((undo) => {
      undo();
    });
  };
  const promise = new Promise<{ height: number; result: TxResult }>((resolve, reject) => {
    const timer = setTimeout(() => {
      cancel();
      reject(internalError('timed out waiting for tx to be included in a block'));
    }, commitTimeoutMs);
    const unsubscribe = chain.onBlock((block) => {
      const place = chain.included(hash);
      if (place?.height !== block.header.height) return;
      cancel();
      resolve({ height: place.height, result: block.results[place.index] ?? EMPTY_RESULT });
    });
    cleanup.push(() => {
      clearTimeout(timer);
    }, unsubscribe);
  });
  return { promise, cancel };
}

function submitted(node: NodeView, tx: Uint8Array): TxResult {
  try {
    return node.submit(tx);
  } catch (error) {
    if (!(error instanceof ConsortiumError)) throw error;
    throw internalError('mempool is full');
  }
}

function txOf(args: Arguments): Uint8Array {
  if (!args.has('tx')) throw invalidParams('tx is missing');
  return args.bytes('tx');
}

function nodeInfo({ chain, validator, moniker }: NodeView): Json {
  const address = chain.rules.validators[validator]?.validator.address ?? NOTHING;
  return {
    protocol_version: { p2p: '8', block: '11', app: String(chain.rules.appVersion) },
    id: formatHex(sha256(address).slice(0, 20)),
    listen_addr: 'tcp://127.0.0.1:0',
    network: chain.rules.chainId,
    version: VERSION,
    channels: '40202122233038606100',
    moniker,
    other: { tx_index: 'on', rpc_address: 'tcp://127.0.0.1:26657' },
  };
}

function syncInfo(
  which: 'latest' | 'earliest',
  block: DecidedBlock | undefined,
): Record<string, string> {
  return {
    [`${which}_block_hash`]: upperHex(block?.id.hash ?? NOTHING),
    [`${which}_app_hash`]: upperHex(block?.header.appHash ?? NOTHING),
    [`${which}_block_height`]: String(block?.header.height ?? 0),
    [`${which}_block_time`]:
      block === undefined ? '0001-01-01T00:00:00Z' : formatTime(block.header.time),
  };
}
