/** What a command is made of. Everything about it stands in one place: words, help and work. */
import type { TxBody } from '#core/registry/index.ts';
import type { Arguments } from './arguments.ts';
import type { ChainView } from './chain-view.ts';
import type { Io } from './io.ts';
import type { Readable } from './readable.ts';

/** An option with a value, or a switch if it names none. */
export interface Option {
  readonly value?: string;
  readonly help: string;
  readonly multiple?: true;
}

export type Options = Readonly<Record<string, Option>>;

/** What a person reads about a command. */
export interface Described {
  /** Its words: `issuers suspend`. */
  readonly name: string;
  /** What follows them: `ISSUER`. */
  readonly operands?: string;
  readonly summary: string;
  /** 中文说明 */
  readonly zh: string;
  readonly options?: Options;
  readonly examples: readonly string[];
}

/** A transaction that somebody wants. */
export interface Draft {
  /** `governance`, or `issuer/<id>`. */
  readonly signer: string;
  readonly body: TxBody;
}

/** Answers from the registry, as proven by a verified header. */
export interface ReadCommand extends Described {
  readonly read: (view: ChainView, args: Arguments) => Readable | Promise<Readable>;
}

/** Changes the registry: signed and submitted at once, or proposed as a file for others to sign. */
export interface WriteCommand extends Described {
  readonly draft: (view: ChainView, args: Arguments, io: Io) => Draft | Promise<Draft>;
}

/** Works on files, and asks the chain only if it says so itself. */
export interface FileCommand extends Described {
  readonly run: (args: Arguments, io: Io) => Promise<Readable>;
}

export type Command = ReadCommand | WriteCommand | FileCommand;
