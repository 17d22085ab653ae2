/** Arguments of RPC methods, as POST (JSON) and GET (URI) write them. */
import { CodedError } from '#core/errors.ts';
import { encodeUtf8, parseBase64, parseHex } from '#core/bytes/index.ts';
import { invalidParams } from './rpc-error.ts';

/** How an argument is written in JSON: in a URI, both kinds of bytes are `0x…` or quoted text. */
export type ArgumentKind = 'integer' | 'boolean' | 'text' | 'base64' | 'hex' | 'json';

/** Names and kinds, in the order of positional arguments. */
export type ArgumentKinds = Readonly<Record<string, ArgumentKind>>;

/** Decoded arguments; one that was left out is absent. */
export class Arguments {
  readonly #values: ReadonlyMap<string, Value>;

  constructor(values: ReadonlyMap<string, Value>) {
    this.#values = values;
  }

  integer(name: string): number | undefined {
    const value = this.#values.get(name);
    return typeof value === 'number' ? value : undefined;
  }

  isTrue(name: string): boolean {
    return this.#values.get(name) === true;
  }

  text(name: string): string {
    const value = this.#values.get(name);
    return typeof value === 'string' ? value : '';
  }

  bytes(name: string): Uint8Array {
    const value = this.#values.get(name);
    return value instanceof Uint8Array ? value : new Uint8Array();
  }

  /** An object as it came. */
  json(name: string): unknown {
    const value = this.#values.get(name);
    return value instanceof RawJson ? value.untrusted : undefined;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }
}

/** JSON that the method itself reads. */
class RawJson {
  readonly untrusted: unknown;

  constructor(untrusted: unknown) {
    this.untrusted = untrusted;
  }
}

type Value = number | boolean | string | Uint8Array | RawJson;

/** Reads `params` of a JSON-RPC request: an object, an array, or nothing. */
export function argumentsOfJson(kinds: ArgumentKinds, untrustedParams: unknown): Arguments {
  const names = Object.keys(kinds);
  const given = Array.isArray(untrustedParams)
    ? new Map(untrustedParams.map((value: unknown, index) => [names[index] ?? '', value]))
    : new Map(Object.entries(objectOf(untrustedParams)));
  return read(kinds, given, jsonValue);
}

/** Reads the query of a URI. */
export function argumentsOfUri(kinds: ArgumentKinds, query: URLSearchParams): Arguments {
  return read(kinds, new Map(query), (kind, untrusted) => uriValue(kind, String(untrusted)));
}

function read(
  kinds: ArgumentKinds,
  given: ReadonlyMap<string, unknown>,
  valueOf: (kind: ArgumentKind, untrusted: unknown) => Value | undefined,
): Arguments {
  const values = new Map<string, Value>();
  for (const [name, kind] of Object.entries(kinds)) {
    const untrusted = given.get(name);
    if (untrusted === undefined || untrusted === null || untrusted === '') continue;
    const value = decoded(() => valueOf(kind, untrusted));
    if (value === undefined) throw invalidParams(`error converting json params: ${name}`);
    values.set(name, value);
  }
  return new Arguments(values);
}

function jsonValue(kind: ArgumentKind, untrusted: unknown): Value | undefined {
  switch (kind) {
    case 'integer':
      return typeof untrusted === 'number' ? whole(untrusted) : integerOf(untrusted);
    case 'boolean':
      return typeof untrusted === 'boolean' ? untrusted : undefined;
    case 'text':
      return typeof untrusted === 'string' ? untrusted : undefined;
    case 'base64':
      return typeof untrusted === 'string' ? parseBase64(untrusted) : undefined;
    case 'hex':
      return typeof untrusted === 'string' ? parseHex(untrusted) : undefined;
    case 'json':
      return new RawJson(untrusted);
  }
}

function uriValue(kind: ArgumentKind, untrusted: string): Value | undefined {
  switch (kind) {
    case 'integer':
      return integerOf(unquoted(untrusted) ?? untrusted);
    case 'boolean':
      return untrusted === 'true' ? true : untrusted === 'false' ? false : undefined;
    case 'text':
      return unquoted(untrusted);
    case 'base64':
    case 'hex':
      return uriBytes(untrusted);
    case 'json':
      return rawJson(untrusted);
  }
}

function rawJson(untrusted: string): RawJson | undefined {
  try {
    return new RawJson(JSON.parse(untrusted));
  } catch {
    return undefined;
  }
}

function uriBytes(untrusted: string): Uint8Array | undefined {
  if (untrusted.startsWith('0x')) return parseHex(untrusted.slice(2));
  const quoted = unquoted(untrusted);
  return quoted === undefined ? undefined : encodeUtf8(quoted);
}

function unquoted(untrusted: string): string | undefined {
  if (!/^".*"$/s.test(untrusted)) return undefined;
  try {
    const value: unknown = JSON.parse(untrusted);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function integerOf(untrusted: unknown): number | undefined {
  if (typeof untrusted !== 'string' || !/^-?[0-9]{1,16}$/.test(untrusted)) return undefined;
  return whole(Number(untrusted));
}

function whole(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}

function objectOf(untrusted: unknown): object {
  if (untrusted === undefined || untrusted === null) return {};
  if (typeof untrusted !== 'object') throw invalidParams('params must be an object or an array');
  return untrusted;
}

function decoded(decode: () => Value | undefined): Value | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
}
