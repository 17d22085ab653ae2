/** The command line after the command's words, read strictly. */
import { parseArgs } from 'node:util';
import { usage } from './cli-error.ts';
import type { Options } from './command.ts';

type Values = Readonly<
  Record<string, string | boolean | readonly (string | boolean)[] | undefined>
>;

export class Arguments {
  readonly #values: Values;
  readonly operands: readonly string[];

  private constructor(values: Values, operands: readonly string[]) {
    this.#values = values;
    this.operands = operands;
  }

  /** @throws {@link CliError} `registry-cli/usage` for an unknown option or a missing value. */
  static parse(args: readonly string[], options: Options): Arguments {
    const table = Object.entries(options).map(([name, { value, multiple = false }]) => {
      return [name, { type: value === undefined ? 'boolean' : 'string', multiple }] as const;
    });
    try {
      const parsed = parseArgs({
        args: [...args],
        options: Object.fromEntries(table),
        allowPositionals: true,
      });
      return new Arguments(parsed.values, parsed.positionals);
    } catch (cause) {
      throw usage(cause instanceof Error ? cause.message : 'unreadable');
    }
  }

  /** Whether a switch was given. */
  has(name: string): boolean {
    return this.#values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  texts(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  /** @throws {@link CliError} `registry-cli/usage` if it is missing. */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw usage(`--${name} is needed`);
    return value;
  }

  /** @throws {@link CliError} `registry-cli/usage` if it is missing or no whole number. */
  whole(name: string): number {
    const value = this.required(name);
    if (!/^\d{1,15}$/.test(value)) throw usage(`--${name} must be a whole number`);
    return Number(value);
  }

  /** @throws {@link CliError} `registry-cli/usage` if it is missing. */
  operand(index: number, what: string): string {
    const value = this.operands[index];
    if (value === undefined || value === '') throw usage(`${what} is missing`);
    return value;
  }
}
