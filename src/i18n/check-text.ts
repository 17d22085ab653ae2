/** The words of checks and verdicts, from the tables of a dictionary. */
import type { Check, Verdict } from '#core/verify/index.ts';
import { formatFact } from './facts.ts';
import type { Format } from './format.ts';
import type { ChecksDictionary } from './words.ts';

export interface VerdictText {
  readonly word: string;
  readonly say: string;
  readonly next: string;
}

/** One line for the list of checks, without a full stop. */
export function checkRow(words: ChecksDictionary, check: Check, format: Format): string {
  return words.codes[check.code].row(check.facts, format);
}

/**
 * The three texts of a verdict.
 *
 * @param reason - The first reason, if the verdict is not `accepted`.
 * @param answered - The verifier had asked, and this is the answer.
 */
export function verdictText(
  words: ChecksDictionary,
  verdict: Verdict,
  reason: Check | undefined,
  format: Format,
  answered = false,
): VerdictText {
  const word = words.verdicts[verdict];
  if (verdict === 'accepted') return { word, ...(answered ? words.answered : words.accepted) };
  if (reason === undefined) return { word, ...words.unexplained };
  const { row, say, next } = words.codes[reason.code];
  const sentence = say?.(reason.facts, format) ?? `${row(reason.facts, format)}${words.stop}`;
  return { word, say: sentence, next: next ?? words.unexplained.next };
}

/** Label and value of every fact of a check; a fact without a label goes by its own name. */
export function factRows(
  words: ChecksDictionary,
  check: Check,
  format: Format,
): readonly { readonly label: string; readonly value: string }[] {
  return Object.entries(check.facts).map(([name, value]) => ({
    label: words.facts[name] ?? name,
    value: formatFact(name, value, format),
  }));
}

/** `10 passed, 1 not applicable`. */
export function countText(words: ChecksDictionary, checks: readonly Check[]): string {
  const count = (outcome: Check['outcome']) =>
    checks.filter((check) => check.outcome === outcome).length;
  return words.counts(count('pass'), count('fail'), count('unknown'), count('skipped'));
}
