/** What a command needs of the machine it runs on. */
import type { Waiting } from '../client/index.ts';

export interface Io {
  /** Standard output: the answer and nothing else. */
  readonly out: (text: string) => void;
  /** Standard error: prompts and refusals. */
  readonly err: (text: string) => void;
  /**
   * Asks the person for a passphrase without showing it.
   *
   * @throws {@link CliError} `registry-cli/passphrase-needed` where nobody can be asked.
   */
  readonly askPassphrase: (prompt: string) => Promise<string>;
  readonly random: (size: number) => Uint8Array;
  /** Work of the passphrase's scrypt: 2 to this power. */
  readonly keyWork: number;
  /** How long a transaction is waited for. */
  readonly waiting: Waiting;
}
