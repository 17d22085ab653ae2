import { equalBytes } from '#core/bytes/index.ts';
import { openRecord, type VaultKeys, type VaultRecord } from '#core/vault/index.ts';

/** One record as it is stored. */
export interface StoredRecord {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What was decrypted while the vault is open, so that only what changed is decrypted again. */
export class OpenedRecords {
  readonly #keys: VaultKeys;
  #opened = new Map<string, { readonly bytes: Uint8Array; readonly record: VaultRecord }>();

  constructor(keys: VaultKeys) {
    this.#keys = keys;
  }

  /**
   * Opens what is stored now, also what another tab wrote meanwhile.
   *
   * @throws VaultError `vault/damaged` or `vault/newer-version`.
   */
  async open(stored: readonly StoredRecord[]): Promise<VaultRecord[]> {
    const opened = await Promise.all(
      stored.map(async ({ name, bytes }) => {
        const known = this.#opened.get(name);
        if (known !== undefined && equalBytes(known.bytes, bytes)) return [name, known] as const;
        return [name, { bytes, record: await openRecord(this.#keys, name, bytes) }] as const;
      }),
    );
    this.#opened = new Map(opened);
    return opened.map(([, { record }]) => record);
  }
}
