/** Token Status Lists. Broken: the list's bytes, or the signature of its token. */
import { formatBase64Url, formatHex, parseBase64Url, parseHex } from '#core/bytes/index.ts';
import {
  parseHolderJwk,
  parseStatusToken,
  signJwt,
  statusAt,
  verifyStatusToken,
  type JsonObject,
} from '#core/credential/index.ts';
import { ISSUER } from '../../core/credential/craft.ts';
import { accepts } from '../accepts.ts';
import type { Flip } from '../flip.ts';
import { equal, verdict, type Case, type Suite, type VectorFile } from '../suite.ts';

interface ListJson {
  readonly bits: number;
  readonly lst: string;
}

interface ListFile {
  readonly json: ListJson;
  readonly expected_nonzero_or_listed?: readonly (readonly [number, number])[];
  readonly statuses?: readonly number[];
  readonly uncompressed_hex?: string;
}

/** The published lists stand alone: a token of ours around them reaches the same reader. */
async function listOf(status_list: ListJson) {
  const payload: JsonObject = { sub: 'u', iat: 1, status_list: { ...status_list } };
  const header = { alg: 'ES256', typ: 'statuslist+jwt' };
  return parseStatusToken(await signJwt(header, payload, ISSUER.sign)).list;
}

async function* lists(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const json = file.json() as ListFile;
  const list = await listOf(json.json);
  // What was read is broken, not what was packed: a broken deflate stream has no statuses at all.
  const read = { ...list, bytes: flip.isOn ? list.bytes.map((byte) => byte ^ 0xff) : list.bytes };
  flip.bytes(list.bytes.subarray(0, 1));
  if (json.uncompressed_hex !== undefined) {
    yield equal('bytes', json.uncompressed_hex, formatHex(read.bytes));
    const got = (json.statuses ?? []).map((_, index) => statusAt(read, index));
    flip.bytes(parseHex('00'));
    yield equal('statuses', (json.statuses ?? []).join(), got.join());
  }
  for (const [index, status] of json.expected_nonzero_or_listed ?? []) {
    flip.bytes(parseHex('00'));
    yield equal(`status ${index}`, String(status), String(statusAt(read, index)));
  }
}

async function* token(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const { jwt, public_jwk } = file.json() as { jwt: string; public_jwk: JsonObject };
  const [header, payload, signature = ''] = jwt.split('.');
  const broken = [header, payload, formatBase64Url(flip.bytes(parseBase64Url(signature)))].join(
    '.',
  );
  const accepted = await accepts(() => {
    const key = { alg: 'ES256', publicKey: parseHolderJwk(public_jwk) } as const;
    verifyStatusToken(parseStatusToken(broken), key, 'https://example.com/statuslists/1');
  });
  yield verdict('token', true, accepted);
}

export const statusLists: readonly Suite[] = [
  {
    name: 'status lists',
    matches: (path) => /(^|\/)token-status-list\/status-list-\d.*\.json$/.test(path),
    run: lists,
  },
  {
    name: 'status list token',
    matches: (path) => path.endsWith('token-status-list/status-list-token-jwt.json'),
    run: token,
  },
];
