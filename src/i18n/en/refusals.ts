import type { RefusalsDictionary } from '../words.ts';
import { collectingRefusals } from './collecting-refusals.ts';
import { onlineRefusals } from './online-refusals.ts';
import { readingRefusals } from './reading-refusals.ts';
import { tokenRefusals } from './token-refusals.ts';
import { trustRefusals } from './trust-refusals.ts';

const KEPT = 'The documents you have are unchanged.';

export const refusals: RefusalsDictionary = {
  codes: {
    ...collectingRefusals,
    ...onlineRefusals,
    ...readingRefusals,
    ...tokenRefusals,
    ...trustRefusals,
  },
  modules: {
    vault: { say: 'The wallet could not do this.', next: `Try again. ${KEPT}` },
    exchange: {
      say: 'The document was not added.',
      next: `Try again later, or ask the issuer. ${KEPT}`,
    },
    network: { say: 'The network failed.', next: `Try again later. ${KEPT}` },
    scanner: { say: 'The code could not be read.', next: 'Try again, or use a picture or paste.' },
    dcql: {
      say: 'What is asked for cannot be understood.',
      next: 'Nothing was shown. Ask them to make the request anew.',
    },
    qr: { say: 'The code cannot be understood.', next: 'Ask them to show it anew, then scan.' },
    chain: {
      say: 'Trust data were not updated.',
      next: 'Try again later; what was verified before stays in use.',
    },
    cometbft: {
      say: "A node's data did not verify and were refused.",
      next: 'Try again later; what was verified before stays in use.',
    },
    ics23: {
      say: "A node's data did not verify and were refused.",
      next: 'Try again later; what was verified before stays in use.',
    },
    registry: {
      say: 'The registry did not verify and was refused.',
      next: 'Try again later; what was verified before stays in use.',
    },
    merkle: {
      say: 'The data did not verify and were refused.',
      next: 'Try again later; what was verified before stays in use.',
    },
    credential: {
      say: 'This document breaks the rules and was not accepted.',
      next: 'Contact the issuer.',
    },
    bytes: {
      say: 'The content is damaged or not in the right form.',
      next: 'Get it again and retry.',
    },
    status: {
      say: 'The revocation list did not verify and was refused.',
      next: 'Update again later.',
    },
    verifier: { say: 'The key was not taken.', next: 'Try again, or choose another key file.' },
    desk: { say: 'The desk could not do this.', next: 'Try again later.' },
  },
  other: {
    say: 'This did not work.',
    next: 'Try again. If it fails again, note the code and tell us.',
  },
  foreignKinds: {
    request: "a counter's request",
    want: 'a code that asks for trust data',
    document: 'the code of a document',
    offer: 'an offer to collect a document',
    openid4vp: "another wallet's request",
    mdoc: "a code to connect to another wallet's document",
    dcc: 'an EU health certificate',
    healthcard: 'a SMART Health Card',
    barcode: 'a document of another wallet, in a form that is not read here',
    ur: 'a code of a crypto wallet',
    payment: 'a payment code',
    wechat: 'a WeChat code',
    invoice: 'the code printed on an invoice',
    ubl: 'an invoice file without a signature',
    wifi: 'a code for a Wi-Fi network',
    contact: 'a telephone, message or address code',
    url: 'a web address',
    other: 'a code for something else',
  },
  foreign: (kind) => `This is ${kind}, not a document code.`,
};
