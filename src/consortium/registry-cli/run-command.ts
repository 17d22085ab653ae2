/** Running one command, according to its kind. */
import type { Arguments } from './arguments.ts';
import { openView, provenBy } from './chain-view.ts';
import { usage } from './cli-error.ts';
import type { Command, ReadCommand, WriteCommand } from './command.ts';
import type { Io } from './io.ts';
import { openKeys, signProposal } from './keys-of.ts';
import type { Readable } from './readable.ts';
import { describeProposal, writeProposal } from './transaction-file.ts';
import { propose, submit } from './write.ts';

/** What was asked: whether a change is only to be proposed. */
export interface Request {
  readonly command: Command;
  readonly args: Arguments;
  readonly isProposal: boolean;
}

/** @throws Refusals of all modules; {@link CliError} `registry-cli/usage`. */
export async function runCommand({ command, args, isProposal }: Request, io: Io) {
  if ('draft' in command) return await (isProposal ? write : transact)(command, args, io);
  if (isProposal) throw usage(`${command.name} changes nothing that could be proposed`);
  return 'read' in command ? await read(command, args) : await command.run(args, io);
}

async function read(command: ReadCommand, args: Arguments): Promise<Readable> {
  const view = await openView(args.required('profile'));
  return { result: await command.read(view, args), proven: provenBy(view) };
}

/** Writes the transaction for others to sign. */
async function write(command: WriteCommand, args: Arguments, io: Io): Promise<Readable> {
  const out = args.required('out');
  const view = await openView(args.required('profile'));
  const proposal = propose(view, await command.draft(view, args, io));
  writeProposal(out, proposal);
  return { file: out, ...describeProposal(proposal), proven: provenBy(view) };
}

/** Signs with the keys at hand and submits. */
async function transact(command: WriteCommand, args: Arguments, io: Io): Promise<Readable> {
  if (args.text('out') !== undefined) throw usage('--out is for propose');
  const keys = await openKeys(args, io);
  const view = await openView(args.required('profile'));
  const proposal = propose(view, await command.draft(view, args, io));
  const signatures = await Promise.all(keys.map((key) => signProposal(proposal, key)));
  const outcome = await submit(view, proposal, signatures, io);
  return { ...describeProposal(proposal), outcome };
}
