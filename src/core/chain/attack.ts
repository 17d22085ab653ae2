import { ChainError } from './chain-error.ts';

/** `lunatic` invented state, `equivocation` signed twice in a round, `amnesia` changed its mind. */
export type AttackKind = 'lunatic' | 'equivocation' | 'amnesia';

/**
 * Two provable headers: somebody signed two histories. Plain data without blocks of the engine, so
 * that it can be kept and handed on as it is.
 */
export interface Attack {
  readonly kind: AttackKind;
  /** The node whose word was being verified; `undefined` if it is what the device had stored. */
  readonly primary: number | undefined;
  /** The node that proved another one. */
  readonly node: number;
  /** Where the histories part: the height of the primary's block. */
  readonly height: number;
  /** The newest height that both share, as far as was seen. */
  readonly commonHeight: number;
  /**
   * In the nodes' own format. Which side lied cannot be told from here: each side's evidence holds
   * that side's block, with its votes, judged by the other side's.
   */
  readonly evidence: readonly [againstWitness: unknown, againstPrimary: unknown];
  /** By the clock of the device, in milliseconds since 1970. */
  readonly foundAtMs: number;
}

/** An attack stops the client; what it found is kept for export. */
export class AttackError extends ChainError {
  readonly attack: Attack;

  constructor(attack: Attack) {
    super('chain/attack', 'two provable headers');
    this.attack = attack;
  }
}
