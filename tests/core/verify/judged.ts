/** What the tests of the verdict share. */
import {
  verify,
  type CheckCode,
  type Expectation,
  type Report,
  type SeenBefore,
} from '#core/verify/index.ts';
import { buildCase, NOW, type BuiltCase, type CaseChange } from '../../support/case-builder.ts';

export const UNSEEN: SeenBefore = () => false;

/** What every check says of a good licence. */
export const GOOD: readonly CheckCode[] = [
  'format/complete',
  'chain/verified',
  'issuer/authorised',
  'signature/valid',
  'anchor/included',
  'status/valid',
  'validity/current',
  'holder/present',
  'purpose/not-asked',
  'claim/not-an-invoice',
  'freshness/fresh',
];

export function judge(
  { text, trust, policy }: BuiltCase,
  now: Date = NOW,
  isSeen: SeenBefore = UNSEEN,
  expected?: Expectation,
): Report {
  return verify(text, trust, policy, isSeen, now, expected);
}

export async function judged(change: CaseChange, now?: Date, isSeen?: SeenBefore): Promise<Report> {
  return judge(await buildCase(change), now, isSeen);
}

/** The codes of checks that do not say what they say of a good licence. */
export function unusual(report: Report): readonly CheckCode[] {
  return report.checks.map(({ code }) => code).filter((code) => !GOOD.includes(code));
}
