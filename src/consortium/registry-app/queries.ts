/** Answers to `abci_query` (ARCHITECTURE.md, "Registry over RPC"). Never throws on bad input. */
import { decodeUtf8, encodeUtf8, formatHex } from '#core/bytes/index.ts';
import type { InclusionProof } from '#core/merkle/index.ts';
import {
  decodeLogQuery,
  encodeLogAnswer,
  encodeRegistryMap,
  LIMITS,
  proveEntry,
  type RegistryState,
} from '#core/registry/index.ts';
import { CodedError } from '#core/errors.ts';

/** What is asked. Height 0 is the newest. */
export interface Query {
  readonly path: string;
  readonly data: Uint8Array;
  readonly height: number;
  readonly prove: boolean;
}

export type QueryCode =
  'query/unknown-path' | 'query/malformed' | 'query/height-not-available' | 'query/not-found';

/** The answer; `code` 0 is success, else `log` is a {@link QueryCode}. */
export interface QueryAnswer {
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly height: number;
  /** Of a `simple:v` op for `key`. */
  readonly proof?: InclusionProof;
}

const NUMBERS: Readonly<Record<QueryCode, number>> = {
  'query/unknown-path': 1,
  'query/malformed': 2,
  'query/height-not-available': 3,
  'query/not-found': 4,
};

const NOTHING = new Uint8Array();

/** A refusal to answer, as an answer. */
export function queryRefusal(code: QueryCode, query: Query, height: number): QueryAnswer {
  return {
    code: NUMBERS[code],
    codespace: 'query',
    log: code,
    key: query.data,
    value: NOTHING,
    height,
  };
}

/** Answers from one committed state. */
export function answerQuery(
  state: RegistryState,
  height: number,
  query: Query,
  blobs: ReadonlyMap<string, Uint8Array>,
): QueryAnswer {
  switch (query.path) {
    case '/key':
      return answerKey(state, height, query);
    case '/registry':
      return found(query, height, encodeRegistryMap(state.entries));
    case '/log':
      return answerLog(state, height, query);
    case '/blob':
      // Without octets there is nothing to report: which blobs a node holds is not agreed upon.
      return found(query, height, blobs.get(formatHex(query.data)) ?? NOTHING);
    default:
      return queryRefusal('query/unknown-path', query, height);
  }
}

function answerKey(state: RegistryState, height: number, query: Query): QueryAnswer {
  const key = readable(() => decodeUtf8(query.data));
  if (key === undefined) return queryRefusal('query/malformed', query, height);
  const answer = foundOrNot(query, height, state.entries.get(key));
  const proof = query.prove ? proveEntry(state.entries, key) : undefined;
  return proof === undefined ? answer : { ...answer, key: encodeUtf8(key), proof };
}

function answerLog(state: RegistryState, height: number, query: Query): QueryAnswer {
  const asked = readable(() => decodeLogQuery(query.data));
  if (asked === undefined) return queryRefusal('query/malformed', query, height);
  const log = state.batches.get(asked.issuer) ?? [];
  const part = log.slice(asked.from, asked.from + LIMITS.batchesPerAnswer);
  return found(query, height, encodeLogAnswer(part));
}

function foundOrNot(query: Query, height: number, value: Uint8Array | undefined): QueryAnswer {
  if (value === undefined) return queryRefusal('query/not-found', query, height);
  return found(query, height, value);
}

function found({ data }: Query, height: number, value: Uint8Array): QueryAnswer {
  return { code: 0, codespace: '', log: '', key: data, value, height };
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
}
