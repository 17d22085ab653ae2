/** What the desk asks of the chain. */
export interface Ledger {
  /** Resolves with the batch's number when it is in a block. */
  appendBatch(issuer: string, root: Uint8Array, count: number): Promise<number>;
  /** Resolves when the list's digest is in a block. */
  publishStatus(issuer: string, list: string, token: string, validUntilMs: number): Promise<void>;
}
