import type { RefusalTable } from '../words.ts';

/** Handing a document over by digits. */
export const tokenRefusals: RefusalTable = {
  'token/incomplete': {
    say: 'A digit code has 28 digits.',
    next: 'Check that none is missing: seven groups of four.',
  },
  'token/mistyped': {
    say: 'A digit is wrong or two are swapped.',
    next: 'Compare the digits with the screen of the phone and type them again.',
  },
  'token/malformed-letter': {
    say: 'What the nodes gave out was not sealed under these digits, so it was not used.',
    next: 'Ask for new digits, or scan the code on the screen.',
  },
  'token/absent': {
    say: 'Nothing waits under these digits: they are good for one minute.',
    next: 'Ask for new digits, or scan the code on the screen.',
  },
  'token/no-mailbox': {
    say: 'Neither of the two nodes that pass digit codes on can be reached.',
    next: 'Check the network, or use the code on the screen, which needs none.',
  },
};
