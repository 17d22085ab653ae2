export { cometbftPath } from './binary.ts';
export type { CometbftNode } from './cometbft-node.ts';
export { startCometbft, type CometbftConsortium, type CometbftOptions } from './start-cometbft.ts';
