import type { RefusalTable } from '../words.ts';

const NOTHING = 'Nothing was shown.';

/** Showing a document online. */
export const onlineRefusals: RefusalTable = {
  'vp/malformed': {
    say: 'This online request, or its answer, is not in the right form.',
    next: 'Ask them to make the request anew.',
  },
  'vp/too-large': {
    say: 'This request is larger than any request may be.',
    next: `${NOTHING} Ask them to make it anew.`,
  },
  'vp/unsupported-mode': {
    say: 'They want the answer in a way that this app does not offer.',
    next: `${NOTHING} Show a code instead.`,
  },
  'vp/unsupported-client': {
    say: 'They name themselves in a way that this app cannot check.',
    next: `${NOTHING} Show a code instead.`,
  },
  'vp/unsupported': {
    say: 'The request asks for something that this app does not do.',
    next: `${NOTHING} Show a code instead.`,
  },
  'vp/bad-destination': {
    say: 'The request leads to an address that is not safe.',
    next: 'It was not followed. Ask them what is wrong.',
  },
  'vp/client-mismatch': {
    say: 'Whoever asks and where the answer goes do not belong together.',
    next: `Somebody may be using another’s name. ${NOTHING}`,
  },
  'vp/bad-query': {
    say: 'What is asked for cannot be understood.',
    next: `${NOTHING} Ask them to make the request anew.`,
  },
  'vp/unregistered': {
    say: 'Whoever asks is not in the registry that this phone has verified.',
    next: `${NOTHING} Update trust data and open the request again, or refuse.`,
  },
  'vp/forged': {
    say: 'The signature of this request is wrong.',
    next: `Somebody may be using the name of an office. ${NOTHING}`,
  },
  'vp/expired': {
    say: 'The time for this request is over.',
    next: 'Ask them for a new one.',
  },
  'vp/server-failed': {
    say: 'The request could not be fetched.',
    next: 'Try again, or ask them for a new one.',
  },
  'vp/not-taken': {
    say: 'Their server did not take the answer.',
    next: 'Ask them for a new request and answer that.',
  },
  'vp/declined': {
    say: 'The holder has refused.',
    next: 'They need not say why. Ask again, or settle it another way.',
  },
  'vp/no-wallet': {
    say: 'No wallet of this browser has answered.',
    next: 'Ask the holder to scan the code instead.',
  },
  'vp/no-anchor': {
    say: 'The wallet did not say where the document is registered.',
    next: 'Ask the holder to show it as a code.',
  },
};
