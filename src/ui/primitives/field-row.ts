export interface FieldRow {
  readonly label: string;
  readonly value: string;
  /** Ids and numbers. */
  readonly mono?: boolean;
  /** Language of the value, where it is not the reader's. */
  readonly lang?: string;
  /** What the field is, or what was found out about it. */
  readonly note?: string;
  /** The note says that something is wrong. */
  readonly doubt?: boolean;
  /** Shown in place of the value: a picture that was checked to be one. */
  readonly picture?: string;
}
