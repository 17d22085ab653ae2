/** `npm run registry -- …`: the registry from a terminal. */
import { runCli } from './run-cli.ts';
import { TERMINAL } from './terminal.ts';

// Not process.exit: what was written to a pipe must arrive.
process.exitCode = await runCli(process.argv.slice(2), TERMINAL);
