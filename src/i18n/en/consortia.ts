/** Several consortia on one device. */
export const consortia = {
  title: 'Consortia',
  lead: 'Each consortium has its own profile, blocks and registry on this device. They never mix.',
  known: 'Known to this device',
  inUse: 'In use',
  stopped: 'Stopped',
  stoppedNote: 'An attack was found. Only a new profile that you have compared leads on.',
  hand: 'Show its profile as a code',
  handNote:
    'Whoever scans it under Settings, Consortia sees this fingerprint, and compares it with yours.',
  handCode: (name: string) => `Moving code with the profile of ${name}`,
  use: 'Use this one',
  useNote: 'The app starts again and the wallet locks.',
  remove: 'Remove',
  removeAsk: (name: string) => `Remove “${name}”?`,
  removeNote:
    'Its profile and everything verified under it are deleted from this device. Documents in the wallet stay, but cannot be checked without it.',
  details: (nodes: number, founders: number) =>
    `${String(nodes)} ${nodes === 1 ? 'node' : 'nodes'}, ${String(founders)} founding ${founders === 1 ? 'department' : 'departments'}`,
  fingerprint: 'Fingerprint of the profile',
  add: 'Add a consortium',
  addNote: 'Take the profile from your department, as a moving code, a file or text.',
  scan: 'Scan its moving code',
  scanStop: 'Stop scanning',
  file: 'Choose a file',
  text: 'Text of the profile',
  read: 'Show the fingerprint',
  offered: {
    title: 'Compare before you take it',
    compare:
      'Whoever wrote this profile decides what this device believes. Ask your department for its fingerprint in person or by phone, and compare every group.',
    starts: (height: string) => `Trust begins at block ${height}`,
    new: 'This device does not know this consortium yet.',
    again: 'This device already has exactly this profile.',
    renewal: 'This device knows this consortium by another profile. It would be replaced.',
    afresh:
      'An attack stopped this consortium here. With this profile its stored blocks are deleted and verification begins afresh. Save the evidence first.',
    attacked:
      'This profile begins at the same block as the one under which the attack was found, so it cannot lead on. Ask for a new one.',
    take: 'The fingerprints are equal: use it',
    decline: 'Do not take it',
  },
  rollback: {
    title: 'Go back to an older block?',
    note: (to: string, from: string) =>
      `The new profile begins at block ${to}; this device has verified up to block ${from}. If you agree, everything newer than block ${to} is deleted and verified again.`,
    agree: 'Delete the newer blocks',
  },
  wipe: {
    title: 'The new profile contradicts this device',
    note: 'It names another block than the one verified here. One of the two is wrong. Ask your department why before you agree: all stored blocks of this consortium would be deleted.',
    agree: 'Delete and begin afresh',
  },
  keep: 'Keep what I have',
  elsewhere: 'Of other consortia',
  elsewhereNote: 'To show or check these documents, use their consortium.',
  unknown: 'Consortium not known to this device',
  change: 'Choose the consortium',
};
