/** From a command line to an exit status. */
import { isRefusal } from '#core/errors.ts';
import { Arguments } from './arguments.ts';
import { usage } from './cli-error.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { commandHelp, overview } from './help.ts';
import type { Io } from './io.ts';
import { optionsOf } from './options.ts';
import { formatText, type Readable } from './readable.ts';
import { runCommand } from './run-command.ts';

/**
 * Runs one command line. The answer goes to `out`, a refusal to `err`; with `--json` both are one JSON
 * object on `out`.
 *
 * @returns Exit status: 0 done, 1 refused, 2 wrong command line.
 */
export async function runCli(words: readonly string[], io: Io): Promise<number> {
  try {
    return await run(words, io);
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
    const { code, message } = refusal;
    if (words.includes('--json')) io.out(JSON.stringify({ error: { code, message } }));
    else io.err(`${message} [${code}]`);
    return code === 'registry-cli/usage' ? 2 : 1;
  }
}

async function run(words: readonly string[], io: Io): Promise<number> {
  const isProposal = words[0] === 'propose';
  const rest = isProposal ? words.slice(1) : words;
  const command = COMMANDS.find(({ name }) => startsWith(rest, name.split(' ')));
  if (command === undefined) return withoutCommand(rest, io);
  if (rest.includes('--help')) {
    io.out(commandHelp(command));
    return 0;
  }
  const args = Arguments.parse(afterName(rest, command), optionsOf(command));
  print(await runCommand({ command, args, isProposal }, io), args, io);
  return 0;
}

function withoutCommand(words: readonly string[], io: Io): number {
  if (words.length > 0 && !words.includes('--help')) {
    throw usage(`no such command: ${words.slice(0, 2).join(' ')}; --help lists them`);
  }
  io.out(overview(COMMANDS));
  return words.length > 0 ? 0 : 2;
}

function startsWith(words: readonly string[], name: readonly string[]): boolean {
  return name.every((word, index) => words[index] === word);
}

function afterName(words: readonly string[], { name }: Command): readonly string[] {
  return words.slice(name.split(' ').length);
}

function print(answer: Readable, args: Arguments, io: Io): void {
  io.out(args.has('json') ? JSON.stringify(answer) : formatText(answer));
}
