export type StepState = 'done' | 'active' | 'waiting' | 'failed';

export interface Step {
  readonly label: string;
  readonly state: StepState;
  /** What is known of it now, such as `19 / 31`. */
  readonly note?: string;
}
