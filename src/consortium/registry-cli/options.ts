import type { Command, Options } from './command.ts';
import { KEY_OPTIONS } from './keys-of.ts';

const PROFILE: Options = {
  profile: { value: 'FILE', help: 'consortium profile: the chain, its nodes and the anchor' },
};

const EVERYWHERE: Options = {
  json: { help: 'answer, and refuse, as one JSON object on standard output' },
  help: { help: 'show this' },
};

const WRITING: Options = {
  ...PROFILE,
  ...KEY_OPTIONS,
  out: { value: 'FILE', help: 'with propose: file for the transaction' },
};

/** Every option that a command understands. */
export function optionsOf(command: Command): Options {
  const kind = 'draft' in command ? WRITING : 'read' in command ? PROFILE : {};
  return { ...command.options, ...kind, ...EVERYWHERE };
}
