export { cometbftPath } from './binary.ts';
export type { CometbftNode } from './cometbft-node.ts';
export type { CometbftOptions } from './options.ts';
export { startCometbft, type CometbftConsortium } from './start-cometbft.ts';
