/** What was found out about a node in a sync that failed. */
export const findings = {
  title: 'What each node did',
  answered: 'Answered; nothing wrong was found in it',
  unheard: 'Had not answered when the update ended',
  unproven: 'Sent data that did not verify; not used',
  codes: {
    'source/down': 'Cannot be reached',
    'source/slow': 'Takes too long to answer',
    'source/garbage': 'Its answer makes no sense; not used',
    'source/unsupported-key': 'Names a kind of key that this app cannot check yet',
    'source/other-chain': 'Belongs to another consortium; not used',
    'source/too-high': 'Lags behind: has no such block yet',
    'source/pruned': 'No longer keeps blocks that old',
    'chain/anchor-mismatch': 'Has another block where trust begins',
    'chain/root-conflict': 'Contradicts what this device verified before',
  } as Readonly<Record<string, string>>,
};
