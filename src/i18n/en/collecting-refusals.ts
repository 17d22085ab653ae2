import type { RefusalTable } from '../words.ts';

const KEPT = 'The documents you have are unchanged.';
const WITH_ISSUER = 'Nothing is lost: the issuer still has your document.';

/** Keeping documents on the device, and collecting them from their issuers. */
export const collectingRefusals: RefusalTable = {
  'vault/wrong-passphrase': {
    say: 'Wrong passphrase.',
    next: 'Try again; mind capitals and keyboard layout.',
  },
  'vault/locked': { say: 'The wallet is locked.', next: 'Enter your passphrase and try again.' },
  'vault/exists': {
    say: 'This device already has a wallet.',
    next: 'Enter its passphrase to open it.',
  },
  'vault/missing': { say: 'This device has no wallet yet.', next: 'Set one up first.' },
  'vault/full': {
    say: 'The device is out of space; nothing was saved.',
    next: `Free some space and try again. ${KEPT}`,
  },
  'vault/unavailable': {
    say: 'The browser does not let this site store data.',
    next: "Leave private browsing, or allow this site's data in the settings, and open it again.",
  },
  'vault/blocked': {
    say: 'Another window is using the wallet.',
    next: 'Close the other windows of Lightseal and try again.',
  },
  'vault/damaged': {
    say: 'Some data in the wallet are damaged and were not used.',
    next: "Do not clear the browser's data. The issuer can issue a damaged document again.",
  },
  'vault/malformed': {
    say: "The wallet's data are incomplete and cannot be opened.",
    next: "Do not clear the browser's data. You can start over and ask the issuers again.",
  },
  'vault/newer-version': {
    say: 'This wallet was made by a newer version of the app.',
    next: 'Update the app, then open it. Your documents are still there.',
  },
  'vault/params-refused': {
    say: "The wallet's encryption settings are not safe; it was not opened.",
    next: 'Make sure no other program changed it. The issuers can issue your documents again.',
  },
  'storage/full': {
    say: 'The device is out of space; nothing was saved.',
    next: `Free some space and try again. ${KEPT}`,
  },
  'storage/unavailable': {
    say: 'The browser does not let this site store data.',
    next: "Leave private browsing, or allow this site's data in the settings, and open it again.",
  },
  'storage/blocked': {
    say: 'Another window is using the storage.',
    next: 'Close the other windows of Lightseal and try again.',
  },

  'exchange/malformed-offer': {
    say: 'This is not an offer, or only part of one.',
    next: 'Copy the whole link again, or scan the code again.',
  },
  'exchange/unsupported-offer': {
    say: 'This app cannot use this kind of offer yet.',
    next: 'Tell the issuer that you use Lightseal and ask for another offer.',
  },
  'exchange/too-many-documents': {
    say: 'This offer brings more than ten documents at once, so it was not used.',
    next: 'Ask the issuer for several offers of up to ten documents each.',
  },
  'exchange/issuer-not-allowed': {
    say: 'This issuer is not in the consortium, so no connection was made.',
    next: 'Do not go on. Make sure the offer comes from a desk or an official site.',
  },
  'exchange/malformed': {
    say: "The issuer's answer was not in the agreed form and was not used.",
    next: `You did nothing wrong. Try again later, or ask the issuer. ${KEPT}`,
  },
  'exchange/too-large': {
    say: "The issuer's answer was too large and was not used.",
    next: `You did nothing wrong. Try again later, or ask the issuer. ${KEPT}`,
  },
  'exchange/unsupported-issuer': {
    say: "This app does not support this issuer's way of issuing yet.",
    next: 'Update the app and try again, or ask the issuer.',
  },
  'exchange/unknown-configuration': {
    say: 'The issuer does not issue this kind of document at present.',
    next: 'Ask the issuer for a new offer.',
  },
  'exchange/tx-code-needed': {
    say: 'A transaction code is needed too.',
    next: 'Enter the digits that the issuer gave you separately.',
  },
  'exchange/wrong-tx-code': {
    say: 'Wrong transaction code.',
    next: 'Check the digits the issuer gave you; too many mistakes cancel the offer.',
  },
  'exchange/too-many-tries': {
    say: 'Too many wrong codes: the offer was cancelled.',
    next: `${WITH_ISSUER} Ask for a new offer.`,
  },
  'exchange/offer-used': {
    say: 'This offer was already used.',
    next: 'If you received it on another device, or removed it since, ask for a new offer. If it was not you, tell the issuer.',
  },
  'exchange/offer-expired': {
    say: 'This offer has expired.',
    next: `${WITH_ISSUER} Ask for a new offer.`,
  },
  'exchange/offer-unknown': {
    say: 'The issuer does not know this offer.',
    next: 'Check that the link is complete, or ask the issuer for a new one.',
  },
  'exchange/token-refused': {
    say: 'The time to collect this document has run out.',
    next: `${WITH_ISSUER} Ask for a new offer.`,
  },
  'exchange/nonce-refused': {
    say: 'The issuer asks to have it sent again.',
    next: 'Try again.',
  },
  'exchange/proof-refused': {
    say: "The issuer did not accept this device's key.",
    next: `Try again; if it fails again, ask the issuer. ${KEPT}`,
  },
  'exchange/request-refused': {
    say: 'The issuer did not take this request.',
    next: `${WITH_ISSUER} Your request is remembered; you can also try again later.`,
  },
  'exchange/denied': {
    say: 'The issuer does not issue this document.',
    next: 'Ask the issuer why; it can make a new offer.',
  },
  'exchange/transaction-unknown': {
    say: 'The issuer no longer knows this request.',
    next: 'Ask the issuer for a new offer.',
  },
  'exchange/deferred': {
    say: 'The issuer has not finished this document yet.',
    next: 'Your request is remembered: the document arrives once it is ready and the wallet is open.',
  },
  'exchange/busy': {
    say: "The issuer's system is busy and asks this device to come back later.",
    next: 'Nothing is lost. What you have begun to receive arrives while the wallet is open.',
  },
  'exchange/access-ended': {
    say: 'The issuer no longer gives copies of this document to this wallet.',
    next: 'Ask the issuer for a new offer.',
  },
  'exchange/no-print': {
    say: 'The issuer does not make printed copies of this document.',
    next: 'Show it on this device instead, or ask the issuer.',
  },
  'exchange/not-a-print': {
    say: 'The issuer sent something that is not a printed copy, so it was not used.',
    next: `Try again later, or ask the issuer. ${KEPT}`,
  },
  'exchange/server-failed': {
    say: "The issuer's system has a fault.",
    next: `${WITH_ISSUER} Try again later.`,
  },
  'exchange/wrong-count': {
    say: 'The issuer sent the wrong number of copies; none was accepted.',
    next: `Try again later, or ask the issuer. ${KEPT}`,
  },
  'exchange/copies-differ': {
    say: 'The copies of this document do not say the same, so none was accepted.',
    next: `Contact the issuer. ${KEPT}`,
  },
  'exchange/other-type': {
    say: 'This is not the document that was offered, so it was not accepted.',
    next: `Contact the issuer. ${KEPT}`,
  },
  'exchange/other-key': {
    say: 'The document was not made for this device, so it was not accepted.',
    next: `Try again, or ask the issuer. ${KEPT}`,
  },
  'exchange/issuer-unknown': {
    say: "The registry does not list the issuer's key, so nothing was accepted.",
    next: 'Update trust data and try again; if it fails again, ask the issuer.',
  },
  'exchange/not-verified': {
    say: 'The document did not verify and was not accepted.',
    next: `Contact the issuer. ${KEPT}`,
  },
  'exchange/anchor-pending': {
    say: 'The issuer is still registering this document.',
    next: 'This takes a few seconds; try again shortly.',
  },
  'exchange/anchor-unknown': {
    say: 'The issuer cannot find the registration of this document yet.',
    next: 'Try again later; if it fails again, ask the issuer.',
  },
};
