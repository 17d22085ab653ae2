/**
 * Queries of DCQL. Those of other formats are put as queries for ours, with types and claims as they are: the language is
 * the same. Broken: the type of the first document, or the first character of a query.
 */
import { decodeUtf8, encodeUtf8 } from '#core/bytes/index.ts';
import {
  matchDocument,
  parseDcql,
  proposeAnswer,
  SD_JWT_FORMAT,
  type Json,
  type JsonObject,
  type QueriedDocument,
} from '#core/credential/index.ts';
import { accepts } from '../accepts.ts';
import type { Flip } from '../flip.ts';
import { equal, verdict, type Case, type Suite, type VectorFile } from '../suite.ts';

interface Held {
  readonly credential_format: string;
  readonly vct?: string;
  readonly doctype?: string;
  readonly claims?: JsonObject;
  readonly namespaces?: JsonObject;
  readonly authority?: { readonly type: string; readonly values: readonly string[] };
  readonly cryptographic_holder_binding: boolean;
}

interface Asked {
  readonly meta?: { readonly vct_values?: readonly string[]; readonly doctype_value?: string };
  readonly claims?: readonly (JsonObject & { readonly path?: Json })[];
}

interface QueryFile {
  readonly query: JsonObject & { readonly credentials: readonly Asked[] };
  readonly credentials: readonly Held[];
  readonly result: {
    readonly can_be_satisfied: boolean;
    readonly credential_matches: Readonly<
      Record<string, { readonly valid_credentials?: readonly { input_credential_index: number }[] }>
    >;
  };
}

/** Formats whose types are no single name: W3C types are lists of alternatives. */
const hasTypeOfOurs = ({ credentials }: QueryFile) =>
  credentials.every(({ vct, doctype }) => (vct ?? doctype) !== undefined);

function asOurs(asked: Asked, held: readonly Held[]): Json {
  const { vct_values, doctype_value } = asked.meta ?? {};
  const any = held.map(({ vct, doctype }) => vct ?? doctype ?? '');
  const types = vct_values ?? (doctype_value === undefined ? any : [doctype_value]);
  const claims = asked.claims?.map(({ namespace, claim_name, path, ...rest }) => ({
    ...rest,
    path: path ?? [namespace ?? '', claim_name ?? ''],
  }));
  return {
    ...(asked as JsonObject),
    format: SD_JWT_FORMAT,
    meta: { vct_values: [...types] },
    ...(claims === undefined ? {} : { claims }),
  };
}

function documentOf(held: Held, vct: string): QueriedDocument {
  const { type = '', values = [] } = held.authority ?? {};
  return {
    vct,
    claims: held.claims ?? held.namespaces ?? {},
    hidden: [],
    isBound: held.cryptographic_holder_binding,
    authorities: values.map((value) => ({ type, value })),
  };
}

function* queries(file: VectorFile, flip: Flip): Iterable<Case> {
  const json = file.json() as QueryFile;
  if (!hasTypeOfOurs(json)) {
    yield { name: file.path, skipped: 'types of W3C credentials, which the app does not know' };
    return;
  }
  const { query, credentials, result } = json;
  const credentialsAsked = query.credentials.map((asked) => asOurs(asked, credentials));
  const ours = parseDcql(JSON.stringify({ ...query, credentials: credentialsAsked }));
  const documents = credentials.map((held) => {
    const type = held.vct ?? held.doctype ?? '';
    return documentOf(held, flip.isOn ? String(flip.bytes(encodeUtf8(type))) : type);
  });
  const satisfied = proposeAnswer(ours, documents) !== undefined;
  yield verdict('can be satisfied', result.can_be_satisfied, satisfied);
  for (const one of ours.credentials) {
    const valid = result.credential_matches[one.id]?.valid_credentials ?? [];
    if (valid.length === 0) continue;
    const places = documents.flatMap((each, place) => (matchDocument(one, each) ? [place] : []));
    flip.bytes(encodeUtf8(one.id));
    const expected = valid.map(({ input_credential_index: place }) => place).join();
    yield equal(`documents for ${one.id}`, expected, places.join());
  }
}

async function* examples(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const whole = file.text().trim();
  const text = decodeUtf8(flip.bytes(encodeUtf8(whole.slice(0, 1)))) + whole.slice(1);
  yield verdict('query', true, await accepts(() => parseDcql(text)));
}

export const dcql: readonly Suite[] = [
  { name: 'queries of dcql-ts', matches: (path) => /(^|\/)dcql-ts\//.test(path), run: queries },
  {
    name: 'queries of OpenID4VP',
    matches: (path) => /(^|\/)openid4vp-1\.0\/(query_lang__|request__dcql).*\.json$/.test(path),
    run: examples,
  },
];
