/** Screens of the citizen. */
export const wallet = {
  welcome: {
    headline: ['Your documents in your own hands.', 'Proven on the spot.'],
    lead: 'Choose a passphrase, collect documents from their issuers, and show a code when asked.',
    promises: [
      { title: 'Kept on this device only', note: 'Encrypted; no server holds them' },
      { title: 'You decide who sees what', note: 'Nothing leaves without your tap' },
      { title: 'Works without a network', note: 'Both to show and to check' },
    ],
    anchor: (name: string) => `Trust anchor: ${name}`,
    start: 'Set up my wallet',
    staff: 'I check documents',
  },
  passphrase: {
    createTitle: 'Choose a passphrase',
    createNote: 'It encrypts your documents on this device. Nobody can reset it, so keep it well.',
    unlockTitle: 'Open your wallet',
    unlockNote: 'Enter your passphrase. It never leaves this device.',
    label: 'Passphrase',
    repeat: 'Repeat the passphrase',
    show: 'Show passphrase',
    hide: 'Hide passphrase',
    create: 'Create wallet',
    unlock: 'Open',
    working: 'Working out the key',
    wrong: 'Wrong passphrase. Try again.',
    differs: 'The two entries differ.',
    strength: {
      short: 'At least 8 characters',
      weak: 'Could be longer; a few unrelated words work well',
      good: 'Good. Long enough to resist guessing',
    },
    forgot: 'Forgotten the passphrase?',
    forgotNote: 'Nobody can recover it. You can start over and ask the issuers to issue again.',
  },
  home: {
    title: 'My documents',
    count: (count: number) => String(count),
    search: 'Search',
    nothingFound: 'Nothing matches.',
    all: 'All',
    licences: 'Licences',
    invoices: 'Invoices',
    sort: 'Sort',
    sorts: { newest: 'Newest', ending: 'Ends first', type: 'By type' },
    unusable: 'Not usable',
    emptyTitle: 'No documents yet',
    emptyNote:
      'Where a desk or a website offers “Add to Lightseal”, scan its code or open its link.',
    emptyDemo: 'Trying it out? Open the issuer desk and let it issue one to you.',
    openDesk: 'Open the demo desk',
    add: 'Add',
    addFirst: 'Add a document',
    show: 'Show',
    choose: 'Which document?',
    lock: 'Lock',
  },
  receive: {
    title: 'Add a document',
    intro: "Scan the issuer's code, or paste its link.",
    scan: 'Scan',
    picture: 'Picture',
    choosePicture: 'Choose a picture of the code',
    offline: 'No network. Adding a document needs one.',
    paste: 'Paste',
    link: 'Offer link',
    linkHint: "Starts with openid-credential-offer:// or the app's address",
    read: 'Read offer',
    offerFrom: (issuer: string) => `${issuer} offers you`,
    checkIssuer: 'A listed issuer of the consortium',
    txCode: 'Transaction code',
    txCodeHint: (length: number) =>
      `${String(length)} digits, given to you by the issuer separately`,
    accept: 'Accept',
    decline: 'Decline',
    steps: {
      offer: 'Read the offer',
      token: 'Check the transaction code',
      keys: 'Make keys on this device',
      credential: 'Fetch the document',
      anchor: 'Wait for registration',
      verify: 'Verify every signature',
      store: 'Encrypt and store',
    },
    anchorWait: 'The issuer is registering it. This takes a few seconds.',
    cancelNote: 'If you cancel, nothing is added and what you have is unchanged.',
    offered: (count: number) => `${String(count)} documents`,
    progress: (number: number, total: number) =>
      `Fetching document ${String(number)} of ${String(total)}`,
    stop: 'Stop',
    stopNote: 'If you stop, what has come stays. The rest is kept and comes by itself.',
    doneTitle: 'Added',
    doneNote: (name: string) => `${name} is now in your wallet.`,
    doneSeveral: (count: number) =>
      count === 1
        ? 'One document is now in your wallet.'
        : `${String(count)} documents are now in your wallet.`,
    oldTitle: 'Already in your wallet',
    oldNote: (name: string) => `You have already received ${name} from this offer.`,
    oldSeveral: (count: number) =>
      count === 1
        ? 'You have already received this document from this offer.'
        : `You have already received these ${String(count)} documents from this offer.`,
    document: 'Document',
    failedSome: (count: number) =>
      count === 1 ? 'One document was not added' : `${String(count)} documents were not added`,
    restTitle: (count: number) =>
      count === 1
        ? 'One document is still to come'
        : `${String(count)} documents are still to come`,
    keptTitle: 'Stopped. Nothing is lost',
    keptNote: 'It is kept, and comes by itself the next time you open the wallet.',
    restNote:
      'It is kept, and comes by itself once the wallet is open and the issuer can be reached.',
    goOn: 'Go on',
    promisedTitle: 'The issuer is not ready yet',
    promisedNote:
      'Your request is taken down. The document comes by itself, once it is ready and the wallet is open; there is nothing else to do.',
    failedTitle: 'Not added. It is still with the issuer',
    view: 'View document',
    another: 'Add another',
  },
  document: {
    fields: 'Fields',
    face: 'Face of the document',
    show: 'Show',
    refresh: 'Refresh status',
    copiesTitle: 'Privacy when showing',
    copies: (left: number) =>
      left > 0
        ? `${String(left)} unused ${left === 1 ? 'copy' : 'copies'} left`
        : 'All copies used; you can still show it',
    refillTrouble: {
      failed:
        'New copies could not be fetched last time; you can still show the document, and the wallet will try again.',
      refused:
        'The issuer gives no further copies. You can still show this document; for new copies, receive it again from the issuer.',
    },
    copiesNote:
      'Each showing uses a new copy, so nobody can link your showings. Once all are used they repeat, and may be recognised as the same.',
    issuedBy: 'Issued by',
    issued: 'Issued',
    validUntil: 'Valid until',
    earlier: 'Earlier versions',
    earlierNote: 'Changed by the issuer. They can be read here and no longer be shown.',
    replaced: 'Before the change',
    sameContent: 'Issued again without a change of its fields',
    history: 'History',
    signed: 'Signed',
    registered: 'Registered',
    received: 'Received',
    renewBefore: 'E-copy ends',
    renewNote:
      'Collect it again from the issuer before then; how long the document itself holds is said above.',
    proofNote: (batch: number, height: string) => `Batch ${String(batch)}, block ${height}`,
    remove: 'Remove from this device',
    removeAsk: 'Remove this document from this device?',
    removeNote: 'The issuer still has it; you can ask for it again.',
    expiredNext: {
      coming:
        'The wallet asks the issuer for a new one by itself while it is open and online; “Refresh status” tries at once.',
      refused: 'The issuer does not renew it. Receive it again from the issuer.',
    },
    unusable: {
      revoked: {
        say: 'This document is revoked and cannot be shown any more.',
        next: 'If in doubt, contact the issuer.',
      },
      suspended: {
        say: 'This document is suspended and cannot be shown for now.',
        next: 'Once the issuer lifts that, you can show it again. If in doubt, contact the issuer.',
      },
      expired: {
        say: 'This document has expired and cannot be shown any more.',
        next: 'Receive it again from the issuer.',
      },
    },
    anchoringNext: 'You can show it once the issuer has registered it, usually within seconds.',
    total: 'Total',
  },
  digits: {
    open: 'Digit code',
    title: 'Digit code',
    about:
      'For a desk that scans with a typing scanner, or that you cannot stand in front of: 28 digits, good for one minute. The document goes to the desk by way of two nodes, sealed; they cannot read it.',
    make: 'Make the digits',
    making: 'Making the digits',
    note: 'Read them out, or let the desk scan the small code. They count once.',
    keptByOne: 'Only one of the two nodes could be reached; that is enough.',
    offline: 'No network: digits need one. The code on the screen does not.',
    qr: 'The 28 digits as a code',
  },
  several: {
    open: 'Show several together',
    title: 'Show several documents',
    note: 'Together, as one moving code',
    count: (count: number) => `${String(count)} documents`,
    most: (count: number) => `At most ${String(count)} documents go into one code.`,
    confirm: (count: number) => `Show ${String(count)} ${count === 1 ? 'document' : 'documents'}`,
  },
  moving: {
    label: 'How the code is shown',
    forms: {
      one: 'One code',
      moving: 'Moving',
      slow: 'Slow',
      'self-contained': 'With proof',
    },
    frames: (count: number) => `Moving code of ${String(count)} frames`,
    hold: 'Keep holding it up until the other side says that it is read.',
    tooMuch: 'There is too much in it for one code.',
    together: (count: number) => `It holds ${String(count)} documents.`,
    brings:
      'It brings along the block headers, registry entries and status that it is verified against: for whoever is offline and has not updated.',
  },
  show: {
    title: (count: number) => `Showing ${String(count)} ${count === 1 ? 'field' : 'fields'}`,
    choose: 'Choose what to show',
    always: 'On its face',
    alwaysNote: 'Always shown; cannot be withheld',
    optionalNote: 'Shown only if switched on',
    optional: 'Optional',
    hidden: 'Stays hidden',
    confirm: (count: number) => `Show ${String(count)} ${count === 1 ? 'field' : 'fields'}`,
    refuse: 'Do not show',
    qr: 'Document code',
    newIn: (seconds: number) => `New code in ${String(seconds)} s`,
    note: 'A screenshot is worthless: each code counts once',
    brightness: 'Turn the brightness all the way up',
    theySee: (count: number) =>
      `They will see ${String(count)} ${count === 1 ? 'field' : 'fields'}`,
    change: 'Change',
    weakTitle: 'Weaker mode: one-way showing',
    weakNote: 'The other side sent no request of its own; only the time limit stops copies.',
    preparing: 'Making the code',
    stop: 'Stop showing',
    copyText: 'Copy as text',
  },
};
