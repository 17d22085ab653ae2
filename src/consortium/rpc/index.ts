export type { Reply } from './json-rpc.ts';
export type { NodeView } from './node-view.ts';
export { RpcServer, type Mutation } from './rpc-server.ts';
