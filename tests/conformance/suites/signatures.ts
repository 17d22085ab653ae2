/** Edge cases of signatures. Broken: the signature. Skipped: what only a reader of DER could judge. */
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { encodeUtf8, parseHex } from '#core/bytes/index.ts';
import { verifyVotes } from '#core/cometbft/index.ts';
import { isValidEd25519Zip215, isValidSecp256k1, isValidSignature } from '#core/crypto/index.ts';
import type { Flip } from '../flip.ts';
import { verdict, type Case, type Suite, type VectorFile } from '../suite.ts';

type Raw = Readonly<Record<string, string | number | boolean>>;

interface Edge {
  readonly key: string;
  readonly signature: string;
  readonly message: Uint8Array;
  readonly valid: boolean;
}

const text = (value: string | number | boolean | undefined) => String(value ?? '');

function zip215(name: string, file: string, toEdge: (raw: Raw) => Edge): Suite {
  return {
    name,
    matches: (path) => new RegExp(`(^|/)${file}$`).test(path),
    run: async function* (of: VectorFile, flip: Flip): AsyncIterable<Case> {
      for (const [index, raw] of (of.json() as Raw[]).entries()) {
        const { key, signature, message, valid } = toEdge(raw);
        const voter = { type: 'ed25519', bytes: parseHex(key) } as const;
        const vote = { key: voter, message, signature: flip.bytes(parseHex(signature)) };
        const accepted = (await verifyVotes([vote]))[0] === true;
        yield verdict(`case ${text(raw['number'] ?? index)}`, valid, accepted);
      }
    },
  };
}

interface Group {
  readonly publicKey: { readonly pk?: string; readonly uncompressed?: string };
  readonly tests: readonly {
    readonly tcId: number;
    readonly comment: string;
    readonly msg: string;
    readonly sig: string;
    readonly result: string;
  }[];
}

type Verify = (group: Group, message: Uint8Array, signature: Uint8Array) => boolean;

interface Ways {
  /** Brings a signature into the app's form; `undefined` if the app has nothing to judge it by. */
  readonly read?: (signature: Uint8Array) => Uint8Array | undefined;
  readonly isExpected?: (signature: string) => boolean;
}

function wycheproof(file: string, verify: Verify, ways: Ways = {}): Suite {
  const { read = (same: Uint8Array) => same, isExpected = () => true } = ways;
  return {
    name: `Wycheproof ${file}`,
    matches: (path) => path.endsWith(`wycheproof/${file}.json`),
    run: function* (of: VectorFile, flip: Flip): Iterable<Case> {
      const { testGroups } = of.json() as { readonly testGroups: readonly Group[] };
      for (const group of testGroups) {
        for (const { tcId, comment, msg, sig, result } of group.tests) {
          const name = `${tcId} ${comment}`;
          const signature = read(parseHex(sig));
          if (signature === undefined) yield { name, skipped: 'the app reads no DER' };
          else {
            const accepted = verify(group, parseHex(msg), flip.bytes(signature));
            yield verdict(name, result === 'valid' && isExpected(sig), accepted);
          }
        }
      }
    },
  };
}

/** x‖y without the mark that they are uncompressed. */
const pointOf = ({ publicKey }: Group) => parseHex(publicKey.uncompressed ?? '').slice(1);

function compressed({ publicKey }: Group): Uint8Array {
  return secp256k1.Point.fromHex(publicKey.uncompressed ?? '').toBytes(true);
}

/** `r‖s` of what is strict DER: only to bring the low-S cases before the app, which takes `r‖s` alone. */
function fromDer(der: Uint8Array): Uint8Array | undefined {
  try {
    return secp256k1.Signature.fromBytes(der, 'der').toBytes('compact');
  } catch {
    return undefined;
  }
}

const HALF = secp256k1.Point.CURVE().n / 2n;

/** CometBFT takes low S alone; elsewhere both are valid. */
function isLowS(signature: string): boolean {
  return signature.length !== 128 || BigInt(`0x${signature.slice(64)}`) <= HALF;
}

export const signatures: readonly Suite[] = [
  zip215('Ed25519 of CCTV', 'cctv-ed25519/ed25519vectors_with_zip215\\.json', (raw) => ({
    key: text(raw['key']),
    signature: text(raw['sig']),
    message: encodeUtf8(text(raw['msg'])),
    valid: raw['zip215_valid'] === true,
  })),
  zip215('Ed25519 of ed25519consensus', 'ed25519consensus/zip215_196\\.json', (raw) => ({
    key: text(raw['pub_key']),
    signature: text(raw['signature']),
    message: encodeUtf8(text(raw['message_utf8'])),
    valid: raw['valid_zip215'] === true,
  })),
  zip215('Ed25519 of speccheck', 'ed25519-speccheck/cases_with_zip215\\.json', (raw) => ({
    key: text(raw['pub_key']),
    signature: text(raw['signature']),
    message: parseHex(text(raw['message'])),
    valid: raw['zip215_valid'] === true,
  })),
  wycheproof('ed25519_test', (group, message, signature) =>
    isValidEd25519Zip215(parseHex(group.publicKey.pk ?? ''), message, signature),
  ),
  wycheproof('ecdsa_secp256r1_sha256_p1363_test', (group, message, signature) =>
    isValidSignature('ES256', pointOf(group), message, signature),
  ),
  wycheproof('ecdsa_secp256r1_sha256_test', () => false, { read: () => undefined }),
  wycheproof(
    'ecdsa_secp256k1_sha256_p1363_test',
    (group, message, signature) => isValidSecp256k1(compressed(group), message, signature),
    { isExpected: isLowS },
  ),
  wycheproof(
    'ecdsa_secp256k1_sha256_bitcoin_test',
    (group, message, signature) => isValidSecp256k1(compressed(group), message, signature),
    { read: fromDer },
  ),
];
