import type { RefusalsDictionary } from '../words.ts';

const KEPT = 'The documents you have are unchanged.';

export const refusals: RefusalsDictionary = {
  codes: {
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
    'vault/damaged': {
      say: "The wallet's data are damaged and cannot be opened.",
      next: "Do not clear the browser's data. Restore a backup, or ask the issuers to issue again.",
    },
    'vault/weak-passphrase': {
      say: 'The passphrase is too short.',
      next: 'Use 8 characters or more; a few unrelated words are easy to remember and strong.',
    },
    'exchange/wrong-tx-code': {
      say: 'Wrong transaction code.',
      next: 'Check the digits the issuer gave you; too many mistakes cancel the offer.',
    },
    'exchange/offer-used': {
      say: 'This offer was already used.',
      next: 'If it was not you, tell the issuer; otherwise ask for a new one.',
    },
    'exchange/offer-expired': {
      say: 'This offer has expired.',
      next: 'Ask the issuer for a new one.',
    },
    'exchange/issuer-not-allowed': {
      say: 'This issuer is not in the consortium.',
      next: 'Do not go on. Make sure the offer comes from a desk or an official site.',
    },
    'exchange/malformed-offer': {
      say: 'This is not an offer.',
      next: 'Check that the link or code is complete.',
    },
    'exchange/malformed': {
      say: "The issuer's answer breaks the rules.",
      next: `Try again later. ${KEPT}`,
    },
    'exchange/anchor-pending': {
      say: 'The issuer is still registering this document.',
      next: 'This takes a few seconds; try again shortly.',
    },
    'exchange/not-verified': {
      say: 'The document did not verify and was not accepted.',
      next: `Contact the issuer. ${KEPT}`,
    },
    'network/offline': {
      say: 'No network.',
      next: 'Connect and try again. Showing and checking still work.',
    },
    'network/timeout': { say: 'The other side did not answer.', next: `Try again later. ${KEPT}` },
    'network/unreachable': {
      say: 'The server cannot be reached.',
      next: `Try again later. ${KEPT}`,
    },
    'network/refused': { say: 'The server did not accept the request.', next: 'Try again later.' },
    'network/not-allowed': {
      say: 'This address is not on the list, so no connection was made.',
      next: 'Check where it came from. This app only talks to the nodes and the issuers.',
    },
    'network/malformed': {
      say: "The server's answer makes no sense.",
      next: 'Try again later, or use another node.',
    },
    'network/too-large': {
      say: "The server's answer was too large and was refused.",
      next: 'Try again later.',
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
    'scanner/lost': {
      say: 'The camera was disconnected.',
      next: 'Check the connection and open it again.',
    },
    'scanner/busy': {
      say: 'Another program is using the camera.',
      next: 'Close that program and try again.',
    },
    'scanner/no-code': {
      say: 'No code found in this picture.',
      next: 'Use a picture that is sharp and complete.',
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
    'chain/no-witness': {
      say: 'No other node could be asked.',
      next: 'Update again later; what was verified before stays in use.',
    },
    'chain/attack': {
      say: 'Trust data contradict each other and are blocked.',
      next: 'Export the evidence and report it. Nothing is decided until then.',
    },
    'chain/conflict': {
      say: 'Trust data contradict each other and are blocked.',
      next: 'Export the evidence and report it. Nothing is decided until then.',
    },
    'chain/expired': {
      say: 'The trust anchor of this device is too old.',
      next: 'Update this app, or import a new profile.',
    },
    'chain/clock-behind': {
      say: "This device's clock is behind.",
      next: 'Set date and time, then update again.',
    },
    'chain/from-future': {
      say: "This device's clock is behind.",
      next: 'Set date and time, then update again.',
    },
    'chain/other-chain': {
      say: 'This node belongs to another consortium.',
      next: "Check the node's address.",
    },
    'chain/anchor-mismatch': {
      say: "The nodes' anchor differs from this device's profile.",
      next: 'Do not go on. Compare the fingerprint of the profile.',
    },
    'chain/no-source': {
      say: 'No node answered.',
      next: 'Check the network; what was verified before stays in use.',
    },
    'chain/cancelled': { say: 'Update cancelled.', next: 'What was verified before stays in use.' },
    'credential/status-revoked': {
      say: 'This document was revoked and cannot be shown.',
      next: 'Contact the issuer.',
    },
    'wallet/no-copies': {
      say: 'All copies of this document have been used.',
      next: 'Go online and ask the issuer for more.',
    },
  },
  modules: {
    vault: { say: 'The wallet could not do this.', next: `Try again. ${KEPT}` },
    exchange: {
      say: 'The document was not added.',
      next: `Try again later, or ask the issuer. ${KEPT}`,
    },
    network: { say: 'The network failed.', next: `Try again later. ${KEPT}` },
    scanner: { say: 'The code could not be read.', next: 'Try again, or use a picture or paste.' },
    qr: { say: 'The code cannot be understood.', next: 'Ask them to show it anew, then scan.' },
    chain: {
      say: 'Trust data were not updated.',
      next: 'Try again later; what was verified before stays in use.',
    },
    cometbft: {
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
    desk: { say: 'The desk could not do this.', next: 'Try again later.' },
  },
  other: {
    say: 'This did not work.',
    next: 'Try again. If it fails again, note the code and tell us.',
  },
  foreignKinds: {
    url: 'a web address',
    wifi: 'a Wi-Fi code',
    contact: 'a contact card',
    phone: 'a telephone number',
    email: 'an e-mail address',
    payment: 'a payment code',
    offer: 'an offer',
    text: 'plain text',
    binary: "another program's data",
    unknown: 'a code for something else',
  },
  foreign: (kind) => `This is ${kind}, not a document code.`,
};
