/** What a desk asks for, and with what. */
import type { LocalText } from '#core/chain/index.ts';
import type { AskedClaims } from '#core/qr/index.ts';
import type { Challenge } from '#core/verify/index.ts';
import type { BrowserWallets, OnlineQuestion, RelyingParty } from './online-question.ts';
import type { Clock, Random, Settings, VerifierKeys } from './ports.ts';

/** What asking needs from outside. */
export interface AskingPorts {
  readonly keys: VerifierKeys;
  readonly random: Random;
  readonly clock: Clock;
  readonly settings: Settings;
  /** Where wallets may fetch requests; `undefined` where there is no such place. */
  readonly relyingParty?: RelyingParty | undefined;
  /** `undefined` where the browser knows none. */
  readonly browserWallets?: BrowserWallets | undefined;
}

/** Something that this desk can ask for. */
export interface Question extends AskedClaims {
  /** Id of a registered purpose; `undefined` for a desk that is not registered. */
  readonly purpose: string | undefined;
  readonly name: LocalText;
  /** Further questions that are asked with the same code. */
  readonly also?: readonly Question[];
}

/**
 * Several questions as one; the first one names it.
 *
 * @returns `undefined` for none at all.
 */
export function togetherAsked([first, ...also]: readonly Question[]): Question | undefined {
  return first === undefined || also.length === 0 ? first : { ...first, also };
}

/** A question that was asked, as its code. */
export interface AskedQuestion {
  readonly question: Question;
  readonly challenge: Challenge;
  /** Present if it is answered over the network. */
  readonly online?: OnlineQuestion;
  readonly text: string;
}
