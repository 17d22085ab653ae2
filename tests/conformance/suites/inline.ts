/** Literals from the tests of other projects. Broken: what is hashed, signed or compared. */
import { formatHex, parseBase64, parseHex } from '#core/bytes/index.ts';
import {
  hashHeader,
  parseBlockId,
  parseHeader,
  parseKeyPath,
  parseTime,
  simpleValueLeaf,
  validatorAddress,
  verifyTrustLevel,
  voteSignBytes,
  type ValidatorKey,
} from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  innerHash,
  leafHash,
  merkleRoot,
  proveInclusion,
  verifyHashInclusion,
  type InclusionProof,
} from '#core/merkle/index.ts';
import { accepts, codeOf } from '../accepts.ts';
import type { Flip } from '../flip.ts';
import { equal, verdict, type Case, type Suite, type VectorFile } from '../suite.ts';

interface HeaderCase {
  readonly name: string;
  readonly header: unknown;
  readonly expect_hash: string | null;
}

async function* headerHashes(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  for (const { name, header: json, expect_hash } of file.json() as HeaderCase[]) {
    const header = parseHeader(json);
    const broken = { ...header, appHash: flip.bytes(header.appHash) };
    const accepted = await accepts(() => hashHeader(broken));
    if (expect_hash === null) yield verdict(name, false, accepted);
    else yield equal(name, expect_hash.toLowerCase(), formatHex(hashHeader(broken)));
  }
}

interface SignBytesCase {
  readonly name: string;
  readonly chain_id: string;
  readonly type: number;
  readonly height: string;
  readonly round: number;
  readonly timestamp: string;
  readonly sign_bytes_hex: string;
}

function* signBytes(file: VectorFile, flip: Flip): Iterable<Case> {
  for (const one of file.json() as SignBytesCase[]) {
    const commit = { height: Number(one.height), round: one.round, blockId: parseBlockId(null) };
    const slot = { flag: 3, timestamp: parseTime(one.timestamp) } as const;
    const bytes = flip.bytes(voteSignBytes(one.chain_id, commit, slot, one.type));
    yield equal(one.name, one.sign_bytes_hex, formatHex(bytes));
  }
}

interface LevelCase {
  readonly numerator: number;
  readonly denominator: number;
  readonly valid: boolean;
}

async function* trustLevels(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  for (const { valid, ...level } of file.json() as LevelCase[]) {
    // A level is not hashed: the bit above its numerator takes it out of range.
    const [above = 0] = flip.bytes(Uint8Array.of(0));
    const changed = { ...level, numerator: level.numerator + above * 1_000 };
    const accepted = await accepts(() => {
      verifyTrustLevel(changed);
    });
    yield verdict(`${level.numerator}/${level.denominator}`, valid, accepted);
  }
}

interface MerkleJson {
  readonly hash_from_byte_slices: readonly {
    readonly name: string;
    readonly leaves_hex: readonly string[];
    readonly root: string;
  }[];
  readonly inner_hash: readonly {
    readonly left_hex: string;
    readonly right_hex: string;
    readonly hash: string;
  }[];
  readonly proof_validate_basic: {
    readonly cases: readonly { readonly mutation: string; readonly ok: boolean }[];
  };
  readonly vsa_2022_100: { readonly key_hex: string; readonly value_hex: string };
  readonly key_path: readonly { readonly path: string; readonly keys_hex: string[] | null }[];
}

const FRUIT = ['apple', 'watermelon', 'kiwi'].map((name) => leafHash(Buffer.from(name)));

const MUTATIONS: Readonly<
  Record<string, Partial<InclusionProof> & { readonly leaf?: Uint8Array }>
> = {
  none: {},
  'total=-1': { total: -1 },
  'index=-1': { index: -1 },
  'leaf_hash = 10 zero bytes': { leaf: new Uint8Array(10) },
  '101 aunts': { aunts: Array<Uint8Array>(101).fill(new Uint8Array(32)) },
  'aunts[0] = 10 zero bytes': { aunts: [new Uint8Array(10)] },
};

async function* merkle(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const json = file.json() as MerkleJson;
  for (const { name, leaves_hex, root } of json.hash_from_byte_slices) {
    const computed = flip.bytes(merkleRoot(leaves_hex.map(parseHex)));
    yield equal(`root: ${name}`, root, formatHex(computed));
  }
  for (const { left_hex, right_hex, hash } of json.inner_hash) {
    const computed = innerHash(flip.bytes(parseHex(left_hex)), parseHex(right_hex));
    yield equal('inner hash', hash, formatHex(computed));
  }
  for (const { mutation, ok } of json.proof_validate_basic.cases) {
    yield await mutatedProof(mutation, ok, flip);
  }
  const { key_hex, value_hex } = json.vsa_2022_100;
  const leaf = leafHash(simpleValueLeaf(parseHex(key_hex), parseHex(value_hex)));
  const accepted = await accepts(() => {
    verifyHashInclusion(new Uint8Array(), leaf, { total: 0, index: 0, aunts: [] });
  });
  yield verdict('VSA-2022-100', false, accepted);
  for (const { path, keys_hex } of json.key_path) yield await keyPath(path, keys_hex, flip);
}

async function mutatedProof(mutation: string, ok: boolean, flip: Flip): Promise<Case> {
  const { leaf, ...change } = MUTATIONS[mutation] ?? {};
  const accepted = await accepts(() => {
    const root = flip.bytes(merkleRoot(['apple', 'watermelon', 'kiwi'].map((n) => Buffer.from(n))));
    const hash = leaf ?? FRUIT[0] ?? new Uint8Array();
    verifyHashInclusion(root, hash, { ...proveInclusion(FRUIT, 0), ...change });
  });
  return verdict(`proof: ${mutation}`, ok, accepted);
}

async function keyPath(path: string, keys: readonly string[] | null, flip: Flip): Promise<Case> {
  const name = `key path ${path}`;
  if (keys === null) return verdict(name, false, await accepts(() => parseKeyPath(path)));
  const code = await codeOf(() => parseKeyPath(path));
  const got =
    code === 'accepted' ? parseKeyPath(path).map((key) => formatHex(flip.bytes(key))) : [];
  return equal(name, keys.join(' '), got.join(' '));
}

interface AddressCase {
  readonly type: ValidatorKey['type'];
  readonly pub_key: string;
  readonly address: string;
}

function* addresses(file: VectorFile, flip: Flip): Iterable<Case> {
  for (const { type, pub_key, address } of file.json() as AddressCase[]) {
    const key = { type, bytes: parseHex(flip.hex(pub_key).toLowerCase()) };
    yield equal(`${type} address`, address.toLowerCase(), formatHex(validatorAddress(key)));
  }
}

function* txHashes(file: VectorFile, flip: Flip): Iterable<Case> {
  for (const { tx_base64, hash } of file.json() as { tx_base64: string; hash: string }[]) {
    const computed = sha256(parseBase64(flip.base64(tx_base64)));
    yield equal('transaction hash', hash.toLowerCase(), formatHex(computed));
  }
}

const inlineSuite = (name: string, file: string, run: Suite['run']): Suite => ({
  name,
  matches: (path) => new RegExp(`(^|/)${file}$`).test(path),
  run,
});

export const inline: readonly Suite[] = [
  inlineSuite('header hashes', 'cometbft-inline/header_hash\\.json', headerHashes),
  inlineSuite('sign bytes', 'cometbft-inline/vote_sign_bytes\\.json', signBytes),
  inlineSuite('trust levels', 'cometbft-inline/trust_level\\.json', trustLevels),
  inlineSuite('Merkle trees of CometBFT', 'cometbft-inline/merkle\\.json', merkle),
  inlineSuite('addresses', 'tendermint-rs-inline/addresses\\.json', addresses),
  inlineSuite('transaction hash of CosmJS', 'cosmjs-inline/tx_hash\\.json', txHashes),
];
