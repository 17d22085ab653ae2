import type { RefusalTable } from '../words.ts';

const STANDS = 'What was verified before stays in use.';
const LATER = `Update again later. ${STANDS}`;
const REFRESH = 'Reload the registry and submit it again.';
const FOUNDERS = "Check with the consortium's administrators.";

/** The nodes, the light client, the registry and the status lists. */
export const trustRefusals: RefusalTable = {
  'source/down': {
    say: 'This node cannot be reached.',
    next: 'The other nodes go on; verdicts are not affected.',
  },
  'source/slow': {
    say: 'This node takes too long to answer.',
    next: 'The other nodes go on; verdicts are not affected.',
  },
  'source/garbage': {
    say: "This node's answer makes no sense and was not used.",
    next: "The other nodes go on. Ask the node's operator to look at it.",
  },
  'source/unsupported-key': {
    say: 'This consortium has nodes with a kind of key that this app cannot check yet.',
    next: `Update this app. ${STANDS}`,
  },
  'source/other-chain': {
    say: 'This node belongs to another consortium; its data were not used.',
    next: "Check the node's address.",
  },
  'source/too-high': {
    say: 'This node is behind the others.',
    next: 'The other nodes go on; verdicts are not affected.',
  },
  'source/pruned': {
    say: 'This node no longer keeps data that old.',
    next: 'The other nodes go on; verdicts are not affected.',
  },

  'chain/no-source': {
    say: 'No node answered.',
    next: `Check the network and update again. ${STANDS}`,
  },
  'chain/anchor-mismatch': {
    say: "The nodes' anchor differs from this device's profile.",
    next: 'Do not go on. Compare the fingerprint of the profile.',
  },
  'chain/root-conflict': {
    say: 'The nodes contradict what this device verified before.',
    next: 'Do not go on. Ask the consortium whether its chain was started anew.',
  },
  'chain/expired': {
    say: 'The trust anchor of this device is too old.',
    next: 'Update this app, or import a new profile.',
  },
  'chain/clock-behind': {
    say: "This device's clock is behind.",
    next: 'Set date and time, then update again.',
  },
  'chain/invalid-header': { say: "The nodes' data did not verify and were not used.", next: LATER },
  'chain/out-of-reach': {
    say: 'The trust data that came along do not connect to those of this device.',
    next: 'Go online, update, and try again.',
  },
  'chain/older-than-held': {
    say: 'The trust data that came along are older than those of this device.',
    next: STANDS,
  },
  'chain/too-many-fetches': {
    say: 'The update took too many steps and was stopped.',
    next: LATER,
  },
  'chain/no-witness': { say: 'No other node confirms the newest block.', next: LATER },
  'chain/attack': {
    say: 'Trust data contradict each other and are blocked.',
    next: 'Export the evidence and report it. Nothing is decided until then.',
  },
  'chain/cancelled': { say: 'Update cancelled.', next: STANDS },
  'chain/malformed-profile': {
    say: "The consortium's profile cannot be read and was not used.",
    next: 'Get the complete profile again and import it once more.',
  },

  'registry/malformed': {
    say: 'The registry that came is incomplete and was not used.',
    next: LATER,
  },
  'registry/too-large': {
    say: 'The registry that came is too large and was not used.',
    next: LATER,
  },
  'registry/root-mismatch': {
    say: 'The registry that came does not match the block header and was not used.',
    next: LATER,
  },
  'registry/log-mismatch': {
    say: 'The records that came do not match the registry and were not used.',
    next: LATER,
  },
  'registry/status-mismatch': {
    say: 'The revocation list that came does not match the registry and was not used.',
    next: LATER,
  },
  'registry/not-held': {
    say: 'The trust data of this device are not complete yet.',
    next: 'Go online, update, and try again.',
  },
  'registry/delta-gap': {
    say: 'This trust pack does not connect to the data of this device and was not used.',
    next: 'Ask them to choose “Everything” and to pass it on again.',
  },
  'registry/other-chain': {
    say: 'This trust pack is of another consortium and was not used.',
    next: 'Ask them to change to the same consortium and to pass it on again.',
  },
  'registry/nothing-newer': {
    say: 'This trust pack is not newer than what this device has. Nothing was changed.',
    next: STANDS,
  },
  'registry/list-too-long': {
    say: 'The revocation list of this document is too long to bring along.',
    next: 'Show it without, to a verifier that is up to date.',
  },
  'registry/unknown-key': {
    say: 'The registry has entries that this app does not know.',
    next: 'Update this app and try again.',
  },
  'registry/anchor-size-mismatch': {
    say: 'The proof of registration does not fit its batch and was not used.',
    next: 'Ask the issuer for the proof of registration again.',
  },
  'registry/anchor-not-included': {
    say: 'The registry has no record of this document.',
    next: 'Ask the issuer for the proof of registration again.',
  },
  'registry/wrong-chain': {
    say: 'This entry is for another consortium and was not accepted.',
    next: FOUNDERS,
  },
  'registry/wrong-sequence': { say: 'Another entry was made first.', next: REFRESH },
  'registry/no-right': { say: 'This department may not make this entry.', next: FOUNDERS },
  'registry/unknown-signer': { say: 'The registry does not list this signer.', next: FOUNDERS },
  'registry/bad-signature': {
    say: "The entry's signature does not match; it was not accepted.",
    next: 'Check the signing key and try again.',
  },
  'registry/threshold-not-met': {
    say: 'Not enough departments have signed this entry.',
    next: 'Wait for the other founders to sign, then submit it again.',
  },
  'registry/key-out-of-range': {
    say: 'The key was not valid at that time.',
    next: 'Use a key that is valid.',
  },
  'registry/key-compromised': {
    say: 'The key was reported as compromised.',
    next: 'Use a new key.',
  },
  'registry/verifier-unknown': {
    say: 'The registry has no such verifier.',
    next: 'Have the consortium register it first.',
  },
  'registry/validators-fixed': {
    say: 'The validators of this chain are fixed and not governed by its registry.',
    next: 'Change validators in a consortium that runs on CometBFT.',
  },
  'registry/no-validators': {
    say: 'No validator would be left after this change.',
    next: 'Add another validator before this one is removed.',
  },
  'registry/claimed': {
    say: 'Somebody has already registered this invoice for reimbursement.',
    next: 'Look at the log of claims and ask the party that holds it.',
  },
  'registry/key-reused': { say: 'This key was registered before.', next: 'Use a new key.' },
  'registry/issuer-unknown': { say: 'The registry does not list this issuer.', next: FOUNDERS },
  'registry/issuer-suspended': { say: 'This issuer is suspended.', next: FOUNDERS },
  'registry/issuer-retired': {
    say: 'This issuer no longer issues documents.',
    next: 'Ask the body that took over from it.',
  },
  'registry/already-expired': {
    say: 'The revocation list to be registered is already out of date.',
    next: 'Sign a new list and submit it again.',
  },

  'status/malformed': { say: 'The revocation list is incomplete and was not used.', next: LATER },
  'status/too-large': { say: 'The revocation list is too large and was not used.', next: LATER },
  'status/wrong-typ': {
    say: 'The nodes sent something other than a revocation list; it was not used.',
    next: LATER,
  },
  'status/unsupported-algorithm': {
    say: "This app does not support the revocation list's signature yet.",
    next: 'Update this app and try again.',
  },
  'status/bad-signature': {
    say: "The revocation list's signature does not match; it was not used.",
    next: `Update again later, or ask the issuer. ${STANDS}`,
  },
  'status/other-list': {
    say: 'The nodes sent another revocation list; it was not used.',
    next: LATER,
  },
  'status/expired': { say: 'The revocation list is out of date.', next: 'Go online and update.' },
  'status/out-of-range': {
    say: 'The revocation list has no place for this document.',
    next: 'Ask the issuer to look into it.',
  },
};
