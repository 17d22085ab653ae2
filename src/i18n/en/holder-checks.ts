import { numberOf } from '../facts.ts';
import type { ChecksDictionary } from '../words.ts';

const KEEP = 'Do not proceed. Keep the evidence and report it.';
const AGAIN = 'Ask the holder to open the code again, then scan it.';

type HolderCode = Extract<
  keyof ChecksDictionary['codes'],
  `holder/${string}` | `purpose/${string}`
>;

/** Whether the code is live, and whether it answers what was asked. */
export const holderChecks: Pick<ChecksDictionary['codes'], HolderCode> = {
  'holder/present': { row: () => "Answered live by the holder's device" },
  'holder/answered': {
    row: (facts, format) => {
      const offset = numberOf(facts, 'offsetMs');
      if (offset === undefined) return "The holder's device answered your own request";
      return `The holder's device answered your own request; its clock is ${format.span(
        Math.abs(offset),
      )} ${offset < 0 ? 'behind' : 'ahead'}`;
    },
  },
  'holder/missing': {
    row: () => 'No answer from the holder; the code may be a copy',
    next: AGAIN,
  },
  'holder/printed': {
    row: () => 'Printed copy, bearer not proven',
    say: () =>
      'This is a printed copy. What it says is genuine as far as the other checks say so; whether it belongs to the bearer is not proven.',
    next: "Compare it with the bearer's identity document, or ask for the document on their own device.",
  },
  'holder/wrong-key': {
    row: () => 'Not answered by the holder; the code may be a copy',
    next: KEEP,
  },
  'holder/altered': { row: () => 'Changed after the holder answered', next: KEEP },
  'holder/other-audience': {
    row: () => 'This code was made for somebody else',
    next: 'Ask the holder to show it for this desk.',
  },
  'holder/stale': {
    row: () => 'This code is over 60 seconds old',
    say: (facts, format) => {
      const old = numberOf(facts, 'ageMs');
      return old === undefined
        ? 'This code is over 60 seconds old.'
        : `This code is ${format.span(old)} old: it may be a copy, or the clocks of the two devices differ.`;
    },
    next: `${AGAIN} A request of your own does not depend on clocks.`,
  },
  'holder/from-future': {
    row: () => "This code is ahead of this device's clock",
    say: (facts, format) => {
      const old = numberOf(facts, 'ageMs');
      return old === undefined
        ? "This code is ahead of this device's clock."
        : `This code is ${format.span(-old)} ahead of this device: the clocks of the two devices differ.`;
    },
    next: 'Compare the clocks of both devices, or send a request, which does not depend on clocks.',
  },
  'holder/replayed': {
    row: () => 'This code was already used',
    say: () => 'This code was already used once; it may be a copy.',
    next: AGAIN,
  },
  'holder/unasked': {
    row: () => 'This code does not answer a request',
    say: () => 'This code was shown without answering your request.',
    next: 'Show your request, let the holder scan it, then scan the answer.',
  },
  'holder/other-challenge': {
    row: () => 'This code answers another request',
    say: () => 'This code answers another request, not the one shown here.',
    next: 'Show your request anew, let the holder scan it, then scan the answer.',
  },
  'holder/challenge-expired': {
    row: () => 'The answer came after the time for it',
    say: (facts, format) => {
      const waited = numberOf(facts, 'waitedMs');
      return waited === undefined
        ? 'The answer came after the time for it.'
        : `The answer came ${format.span(waited)} after the request, which is too late.`;
    },
    next: 'Show a new request, let the holder scan it, then scan the answer.',
  },
  'purpose/answered': {
    row: (facts) => {
      const asked = numberOf(facts, 'asked', 'count');
      return asked === undefined
        ? 'All fields asked were shown'
        : `All ${String(asked)} fields asked were shown`;
    },
  },
  'purpose/not-asked': { row: () => 'Fields shown: nothing was asked' },
  'purpose/not-answered': {
    row: (facts) => {
      const [asked, missing] = [numberOf(facts, 'asked'), numberOf(facts, 'missing')];
      return asked === undefined || missing === undefined
        ? 'Not all fields asked were shown'
        : `${String(missing)} of ${String(asked)} fields asked were not shown`;
    },
    next: 'Tell the holder which fields are needed and why, then ask again.',
  },
  'purpose/other-type': {
    row: () => 'Another document was shown than was asked for',
    next: 'Ask for the document that is needed, or send a request for this one.',
  },
  'purpose/incomplete': {
    row: (facts) => {
      const missing = numberOf(facts, 'missing');
      if (missing === undefined) return 'Not all documents asked for were shown';
      return missing === 1
        ? 'One document that was asked for was not shown'
        : `${String(missing)} documents that were asked for were not shown`;
    },
    next: 'Tell the holder which document is missing, then ask again.',
  },
  'holder/different-shows': {
    row: () => 'These documents were not shown at one time: they may be of different people',
    next: 'Ask the holder to show all documents together again, or send a request for them.',
  },
  'holder/same-document': {
    row: () => 'One document is there twice, or two of them cannot be told apart',
    next: 'Count it once. If there are two, ask for a field that tells them apart, such as the name or number.',
  },
};
