export interface FieldRow {
  readonly label: string;
  readonly value: string;
  /** Ids and numbers. */
  readonly mono?: boolean;
  /** Language of the value, where it is not the reader's. */
  readonly lang?: string;
}
