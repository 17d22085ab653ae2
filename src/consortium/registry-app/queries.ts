/** Answers to `abci_query` (ARCHITECTURE.md, "Registry over RPC"). Never throws on bad input. */
import { decodeUtf8, decodeVarint, encodeUtf8 } from '#core/bytes/index.ts';
import type { InclusionProof } from '#core/merkle/index.ts';
import {
  CLAIMS_KEY,
  decodeBatchEntry,
  decodeLeafQuery,
  decodeLogQuery,
  encodeLeafAnswer,
  encodeLeafQuery,
  encodeLogAnswer,
  encodeRegistryMap,
  frontierOf,
  LIMITS,
  logKey,
  proveEntry,
  type BatchEntry,
  type RegistryState,
} from '#core/registry/index.ts';
import { CodedError } from '#core/errors.ts';
import { claimName, readBlob } from './kept.ts';
import type { RegistryStore } from './store.ts';
import { proveLeaf, readLeaf } from './tiled-log.ts';

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
  store: Pick<RegistryStore, 'get'>,
): QueryAnswer {
  switch (query.path) {
    case '/key':
      return answerKey(state, height, query);
    case '/registry':
      return found(query, height, encodeRegistryMap(state.entries));
    case '/log':
      return answerLog(state, height, query, store);
    case '/leaf':
      return answerLeaf(state, height, query, store);
    case '/claim':
      return answerClaim(state, height, query, store);
    case '/blob':
      // Without octets there is nothing to report: which blobs a node holds is not agreed upon.
      return found(query, height, readBlob(store, query.data) ?? NOTHING);
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

function answerLog(
  state: RegistryState,
  height: number,
  query: Query,
  store: Pick<RegistryStore, 'get'>,
): QueryAnswer {
  const asked = readable(() => decodeLogQuery(query.data));
  if (asked === undefined) return queryRefusal('query/malformed', query, height);
  const log = logKey(asked.issuer);
  const end = Math.min(frontierOf(state, log).size, asked.from + LIMITS.batchesPerAnswer);
  const count = Math.max(0, end - asked.from);
  const leaves = Array.from({ length: count }, (_, at) => readLeaf(store, log, asked.from + at));
  return found(query, height, encodeLogAnswer(leaves.map(batchOf)));
}

function batchOf(leaf: Uint8Array | undefined): BatchEntry {
  return decodeBatchEntry(leaf ?? NOTHING);
}

/** A leaf of any log with its way to the root that the registry of this state holds. */
function answerLeaf(
  state: RegistryState,
  height: number,
  query: Query,
  store: Pick<RegistryStore, 'get'>,
): QueryAnswer {
  const asked = readable(() => decodeLeafQuery(query.data));
  if (asked === undefined) return queryRefusal('query/malformed', query, height);
  const { log, index } = asked;
  const { size } = frontierOf(state, log);
  const leaf = index < size ? readLeaf(store, log, index) : undefined;
  if (leaf === undefined) return queryRefusal('query/not-found', query, height);
  const path = proveLeaf(store, log, index, size);
  return found(query, height, encodeLeafAnswer({ index, size, leaf, path }));
}

/** Who holds a claim: the leaf of the log of claims for its key. */
function answerClaim(
  state: RegistryState,
  height: number,
  query: Query,
  store: Pick<RegistryStore, 'get'>,
): QueryAnswer {
  if (query.data.length !== 32) return queryRefusal('query/malformed', query, height);
  const place = store.get(claimName(query.data));
  if (place === undefined) return queryRefusal('query/not-found', query, height);
  const index = Number(decodeVarint(place).value);
  const data = encodeLeafQuery({ log: CLAIMS_KEY, index });
  return { ...answerLeaf(state, height, { ...query, data }, store), key: query.data };
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
