/** CometBFT's defaults: 21 MiB per block, no limit of gas. */
export const BLOCK_PARAMS = { maxBytes: 22_020_096n, maxGas: -1n } as const;
