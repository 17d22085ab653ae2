const many = (count: number, one: string, more: string) =>
  `${String(count)} ${count === 1 ? one : more}`;

/** Trust data from one device to another. */
export const passing = {
  title: 'Pass on the trust pack',
  offer: 'From phone to phone, without a network.',
  ways: 'Take or give',
  take: 'Take',
  give: 'Give',
  mine: (height: string, age: string) => `This device: block ${height}, ${age}`,
  none: 'This device has no trust data yet.',
  unconfirmed: 'From another device, not yet confirmed by a node',
  unconfirmedNote:
    'Every signature was checked on this device. It is compared with a node as soon as there is a network.',
  taking: {
    lead: 'Let the other device scan this first. It then sends only what is missing here.',
    want: 'What this device holds',
    scan: 'Scan their moving code',
    stop: 'Stop scanning',
    file: 'Open a file',
    again: 'Take another one',
    done: 'Up to date',
    changed: (from: string, to: string) => `From block ${from} to ${to}.`,
    first: (to: string) => `Now at block ${to}.`,
    asOf: (time: string) => `State of ${time}.`,
    batches: (count: number) =>
      `${many(count, 'new batch', 'new batches')} of documents on the chain`,
    lists: (count: number) => `${many(count, 'revocation list', 'revocation lists')} updated`,
    issuers: (count: number) => `${many(count, 'issuer', 'issuers')} new or changed`,
    same: 'Nothing else has changed.',
  },
  giving: {
    lead: 'Scan the code on the other device: only what it lacks is sent.',
    scan: 'Scan the receiver’s code',
    stop: 'Stop scanning',
    else: 'Or choose yourself',
    week: 'Last week',
    all: 'Everything',
    weekNote: 'For a device that was online within the last seven days.',
    code: 'Moving code with the trust pack',
    since: (from: string, to: string) => `From block ${from} to ${to}`,
    whole: (to: string) => `Everything up to block ${to}`,
    size: (kib: string, frames: number) => `${kib} KiB, ${String(frames)} frames`,
    hold: 'Keep the code in view of the other device until it has read everything.',
    slow: 'Slow code',
    usual: 'Usual code',
    large: 'Too large for a moving code',
    largeNote: (kib: string) => `It has ${kib} KiB. Save it as a file and send or carry that.`,
    save: 'Save as file',
    again: 'Another receiver',
  },
};
