import type { Command } from '../command.ts';
import { CHAIN_COMMANDS } from './chain.ts';
import { COMMON_LOG_COMMANDS } from './common-logs.ts';
import { GOVERNANCE_COMMANDS } from './governance.ts';
import { ISSUER_COMMANDS } from './issuers.ts';
import { ISSUING_COMMANDS } from './issuing.ts';
import { KEY_COMMANDS } from './keys.ts';
import { SIGNING_COMMANDS } from './signing.ts';
import { VALIDATOR_COMMANDS } from './validators.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  ...KEY_COMMANDS,
  ...ISSUER_COMMANDS,
  ...GOVERNANCE_COMMANDS,
  ...ISSUING_COMMANDS,
  ...COMMON_LOG_COMMANDS,
  ...VALIDATOR_COMMANDS,
  ...CHAIN_COMMANDS,
  ...SIGNING_COMMANDS,
];
