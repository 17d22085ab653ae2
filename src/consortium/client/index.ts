export { awaitOutcome, type Waiting } from './await-outcome.ts';
export { broadcast, type Untaken } from './broadcast.ts';
export { nodeCall } from './node-call.ts';
export { ProvenChain } from './proven-chain.ts';
