import type { ArgumentKinds, Arguments } from './arguments.ts';
import * as block from './block-methods.ts';
import * as node from './node-methods.ts';
import type { NodeView } from './node-view.ts';
import type { Json } from './present.ts';

/** A method of the RPC: its arguments, and the one that makes its answer final if given. */
export interface Method {
  readonly args: ArgumentKinds;
  readonly finalWith?: string;
  readonly call: (view: NodeView, args: Arguments) => Json | Promise<Json>;
}

const HEIGHT = { height: 'integer' } as const;

/** All methods, by name. */
export const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['health', { args: {}, call: node.health }],
  ['status', { args: {}, call: node.status }],
  ['genesis', { args: {}, call: node.genesis }],
  ['commit', { args: HEIGHT, finalWith: 'height', call: block.commit }],
  [
    'validators',
    {
      args: { ...HEIGHT, page: 'integer', per_page: 'integer' },
      finalWith: 'height',
      call: block.validators,
    },
  ],
  ['header', { args: HEIGHT, finalWith: 'height', call: block.header }],
  ['header_by_hash', { args: { hash: 'hex' }, finalWith: 'hash', call: block.headerByHash }],
  ['block', { args: HEIGHT, finalWith: 'height', call: block.block }],
  ['block_by_hash', { args: { hash: 'base64' }, finalWith: 'hash', call: block.blockByHash }],
  ['block_results', { args: HEIGHT, finalWith: 'height', call: block.blockResults }],
  ['blockchain', { args: { minHeight: 'integer', maxHeight: 'integer' }, call: block.blockchain }],
  ['tx', { args: { hash: 'base64', prove: 'boolean' }, call: block.tx }],
  ['abci_info', { args: {}, call: node.abciInfo }],
  [
    'abci_query',
    {
      args: { path: 'text', data: 'hex', height: 'integer', prove: 'boolean' },
      call: node.abciQuery,
    },
  ],
  ['broadcast_evidence', { args: { evidence: 'json' }, call: node.broadcastEvidence }],
  ['broadcast_tx_sync', { args: { tx: 'base64' }, call: node.broadcastTxSync }],
  ['broadcast_tx_async', { args: { tx: 'base64' }, call: node.broadcastTxAsync }],
  ['broadcast_tx_commit', { args: { tx: 'base64' }, call: node.broadcastTxCommit }],
]);
