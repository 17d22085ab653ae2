import type { RefusalTable } from '../words.ts';

const KEPT = 'The documents you have are unchanged.';

/** Reaching others, reading codes, and the issuer's desk. */
export const readingRefusals: RefusalTable = {
  'network/down': {
    say: 'The server cannot be reached.',
    next: `Check the network and try again; it may also be out of service for now. ${KEPT}`,
  },
  'network/slow': {
    say: 'The server takes too long to answer.',
    next: `Try again later. ${KEPT}`,
  },
  'network/not-allowed': {
    say: 'This address is not on the list, so no connection was made.',
    next: 'Check where it came from. This app only talks to the nodes and the issuers.',
  },
  'network/too-large': {
    say: "The server's answer was too large and was not used.",
    next: `Try again later. ${KEPT}`,
  },
  'network/cancelled': { say: 'Cancelled.', next: KEPT },

  'scanner/denied': {
    say: 'The camera is not allowed.',
    next: "Allow it in the browser's site settings, or use a picture or paste.",
  },
  'scanner/no-camera': {
    say: 'No camera on this device.',
    next: 'Use a picture, paste, or a scanner.',
  },
  'scanner/busy': {
    say: 'Another program is using the camera.',
    next: 'Close that program and try again.',
  },
  'scanner/lost': {
    say: 'The camera was disconnected.',
    next: 'Check the connection and open it again, or use a picture or paste.',
  },
  'scanner/insecure': {
    say: 'The browser gives no camera to an address that is not secure.',
    next: 'Open the address that begins with https, or use a picture or paste.',
  },
  'scanner/no-code': {
    say: 'No code found in this picture.',
    next: 'Use a picture that is sharp and complete.',
  },
  'scanner/invoice-file': {
    say: 'This is an invoice file without a signature, so it proves nothing and was not taken.',
    next: 'Anyone can write such a file. Ask whoever issued the invoice for its signed document.',
  },
  'scanner/line': {
    say: 'The scanner on the serial line cannot be opened.',
    next: 'Check the cable, close other programs that use it, and try again.',
  },
  'scanner/several': {
    say: 'There is more than one document code.',
    next: 'Leave only the one that is meant.',
  },
  'scanner/broken': {
    say: 'The code reader did not start.',
    next: 'Open this page again, or paste the text.',
  },
  'scanner/layout': {
    say: 'The scanner and this computer use different keyboards.',
    next: 'Set both to the US keyboard and scan again. The handbook of the scanner has a code for it.',
  },

  'qr/foreign': {
    say: 'This is not a document code.',
    next: 'Ask them to open the code in Lightseal, then scan again.',
  },
  'qr/truncated': {
    say: 'The code is incomplete.',
    next: 'Scan again with the whole code inside the frame.',
  },
  'qr/malformed': {
    say: 'The code cannot be understood.',
    next: 'Scan again, or ask them to show it anew.',
  },
  'qr/newer-version': {
    say: 'The code is newer than this app.',
    next: 'Update this app, then scan again.',
  },
  'qr/too-large': { say: 'Too much for one code.', next: 'Show fewer fields.' },
  'qr/not-a-document': {
    say: 'This moving code is the profile of a consortium, not a document.',
    next: 'To take it, open Settings, then Consortia, and scan it there.',
  },
  'qr/not-a-profile': {
    say: 'This is not the profile of a consortium.',
    next: 'Ask your department to show its profile as a moving code.',
  },
  'qr/is-a-parcel': {
    say: 'This moving code is a trust pack, not a document.',
    next: 'To take it, open “Pass on the trust pack” in the inspector.',
  },
  'parcel/not-a-parcel': {
    say: 'This is not a trust pack.',
    next: 'Ask them to show it under “Pass on the trust pack”, or to save it as a file.',
  },
  'parcel/not-a-want': {
    say: 'This is not a code that asks for trust data.',
    next: 'Ask them to open “Pass on the trust pack” and choose to receive.',
  },
  'parcel/other-chain': {
    say: 'The other device uses another consortium.',
    next: 'Change to the same consortium on both, then try again.',
  },
  'parcel/receiver-newer': {
    say: 'The other device is at least as up to date as this one.',
    next: 'If this one is older, take the trust pack from theirs.',
  },
  'qr/mixed-streams': {
    say: 'This moving code is not the one you began to read.',
    next: 'Point the camera at the first one again, or start over.',
  },
  'qr/damaged-stream': {
    say: 'Part of the moving code was read wrongly.',
    next: 'Keep the camera on it: reading has begun again by itself.',
  },

  'answer/request-over': {
    say: "The request's time is over; your answer is no longer shown.",
    next: "If it is still needed, scan a new request. If that ends too soon as well, check this device's clock.",
  },
  'file/too-large': {
    say: 'This file is larger than any that belongs here, and was not opened.',
    next: 'Make sure that it is the right file, or ask for it anew.',
  },
  'file/unreadable': {
    say: 'The file cannot be read.',
    next: 'Save it on this device first, then open it again.',
  },
  'file/not-text': {
    say: 'This file is not text in UTF-8, and was not taken.',
    next: 'Choose the file as it was given to you, not one that another program has saved anew.',
  },
  'verifier/malformed-key': {
    say: 'This is not a key file.',
    next: 'Choose the file that your office was given when it was registered.',
  },
  'verifier/other-chain': {
    say: 'This key belongs to another consortium.',
    next: 'Choose the key file for the consortium named in the settings.',
  },
  'verifier/not-registered': {
    say: 'This office is not in the registry.',
    next: 'Update trust data and try again; if it stays so, ask the consortium to register the office.',
  },
  'verifier/other-key': {
    say: 'This is not the key that is registered for the office.',
    next: 'The key may have been renewed: update trust data, or use the newest key file.',
  },

  'desk/malformed': {
    say: 'The desk did not understand this request.',
    next: 'Reload this page and try again.',
  },
  'desk/unknown-issuer': {
    say: 'The desk does not know this issuer.',
    next: 'Reload this page and choose again.',
  },
  'desk/unknown-subject': {
    say: 'The desk does not have this form.',
    next: 'Reload this page and choose again.',
  },
  'desk/unknown-document': {
    say: 'The desk has no record of this document.',
    next: 'Reload the list and try again.',
  },
  'desk/not-changeable': {
    say: 'This document cannot be changed.',
    next: 'Restore it first if it is suspended; otherwise issue a new one.',
  },
  'desk/unfit-claims': {
    say: 'The changed fields do not fit this type of document.',
    next: 'Check dates, numbers and amounts, then try again.',
  },
  'desk/list-full': {
    say: 'This status list is full; nothing more can be issued for now.',
    next: 'The issuer has to open a new status list.',
  },
  'desk/ledger-refused': {
    say: 'The consortium did not accept this entry.',
    next: "Check the issuer's rights and key, then try again. The status has not changed.",
  },
  'desk/ledger-unreachable': {
    say: 'The nodes cannot be reached; the entry was not made.',
    next: 'Try again later. The status has not changed.',
  },
};
