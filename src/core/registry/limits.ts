/** Bounds of everything the registry reads. Sizes in bytes. */
export const LIMITS = {
  entryBytes: 64 * 1024,
  transactionBytes: 320 * 1024,
  tokenBytes: 256 * 1024,
  registryBytes: 16 * 1024 * 1024,
  packBytes: 64 * 1024 * 1024,
  entries: 10_000,
  keysPerIssuer: 64,
  typesPerIssuer: 128,
  statusChanges: 256,
  purposes: 64,
  claims: 64,
  founders: 64,
  validators: 100,
  validatorPower: 1_000_000,
  signatures: 64,
  batchesPerAnswer: 1_000,
  batchesPerIssuer: 1_000_000,
  leafBytes: 512,
  /** Aunts in the tree of the longest log that a number can count. */
  leafPath: 53,
  batchMin: 256,
  batchMax: 65_536,
  /** Aunts in the tree of the largest batch. */
  anchorPath: 16,
  excerptBytes: 256 * 1024,
  excerptEntries: 8,
  /** Of one part of a token whose list has at most this many documents. */
  excerptTokenBytes: 96 * 1024,
  excerptList: 65_536,
  /** Aunts in the tree of the longest log. */
  excerptPath: 20,
} as const;
