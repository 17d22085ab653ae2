/** Encodings and hashes against data of others: what the embedded chain emits must match these. */
import { describe, expect, it } from 'vitest';
import { formatHex, parseBase64, parseHex } from '#core/bytes/index.ts';
import {
  formatBlockId,
  formatCommit,
  formatHeader,
  hashCommit,
  hashConsensusParams,
  hashHeader,
  hashTransactions,
  parseBlockId,
  parseCommit,
  parseHeader,
  parseTime,
  parseValidators,
  validatorAddress,
  verifyTrustLevel,
  voteSignBytes,
} from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { innerHash, merkleRoot, verifyHashInclusion } from '#core/merkle/index.ts';
import { readVector, vectorsDir } from '../../support/vectors.ts';

const present = vectorsDir() !== undefined;
const RPC = 'tendermint-rs/rpc';
const V0_38 = `${RPC}/kvstore_fixtures/v0_38/incoming`;

function read(path: string): unknown {
  return JSON.parse(readVector(path));
}

interface BlockJson {
  readonly block: {
    readonly header: unknown;
    readonly data: { readonly txs: readonly string[] };
    readonly last_commit: unknown;
  };
  readonly block_id: unknown;
}

describe.skipIf(!present)('cometbft inline vectors', () => {
  const headers = present
    ? (read('cometbft-inline/header_hash.json') as {
        name: string;
        header: unknown;
        expect_hash: string | null;
      }[])
    : [];
  it.each(headers)('$name', ({ header, expect_hash }) => {
    const hash = () => formatHex(hashHeader(parseHeader(header))).toUpperCase();
    if (expect_hash === null) {
      expect(hash).toThrow(expect.objectContaining({ code: 'cometbft/no-validators-hash' }));
    } else expect(hash()).toBe(expect_hash);
  });

  interface SignBytesCase {
    readonly name: string;
    readonly chain_id: string;
    readonly type: number;
    readonly height: string;
    readonly round: number;
    readonly timestamp: string;
    readonly sign_bytes_hex: string;
  }
  const votes = present ? (read('cometbft-inline/vote_sign_bytes.json') as SignBytesCase[]) : [];
  it.each(votes)('$name', ({ chain_id, type, height, round, timestamp, sign_bytes_hex }) => {
    const commit = { height: Number(height), round, blockId: parseBlockId(null) };
    const slot = { flag: 3, timestamp: parseTime(timestamp) } as const;
    expect(formatHex(voteSignBytes(chain_id, commit, slot, type))).toBe(sign_bytes_hex);
  });

  const levels = present
    ? (read('cometbft-inline/trust_level.json') as {
        numerator: number;
        denominator: number;
        valid: boolean;
      }[])
    : [];
  it.each(levels)('trust level $numerator/$denominator is valid: $valid', ({ valid, ...level }) => {
    const verify = () => {
      verifyTrustLevel(level);
    };
    if (valid) expect(verify).not.toThrow();
    else expect(verify).toThrow(expect.objectContaining({ code: 'cometbft/bad-trust-level' }));
  });

  it('gives the roots and inner hashes of CometBFT', () => {
    const merkle = read('cometbft-inline/merkle.json') as {
      hash_from_byte_slices: { leaves_hex: string[]; root: string }[];
      inner_hash: { left_hex: string; right_hex: string; hash: string }[];
    };
    for (const { leaves_hex, root } of merkle.hash_from_byte_slices) {
      expect(formatHex(merkleRoot(leaves_hex.map(parseHex)))).toBe(root);
    }
    for (const { left_hex, right_hex, hash } of merkle.inner_hash) {
      expect(formatHex(innerHash(parseHex(left_hex), parseHex(right_hex)))).toBe(hash);
    }
  });
});

describe.skipIf(!present)('tendermint-rs vectors', () => {
  it.each(present ? (read('tendermint-rs-inline/addresses.json') as AddressCase[]) : [])(
    'derives the address of a $type key',
    ({ type, pub_key, address }) => {
      const key = { type, bytes: parseHex(pub_key) };
      expect(formatHex(validatorAddress(key)).toUpperCase()).toBe(address);
    },
  );

  it('reads the header of an old chain', () => {
    const header = parseHeader(read('tendermint-rs/serialization/block/header.json'));
    expect(header.chainId).toBe('cosmoshub-1');
    expect(header.version).toEqual({ block: 10n, app: 0n });
    expect(header.lastBlockId.parts.total).toBe(1);
  });

  it.each([`${V0_38}/blockchain_from_1_to_10.json`, gaia('blockchain_from_1_to_10')])(
    'hashes ten headers to their block ids in %s',
    (path) => {
      const { result } = read(path) as {
        result: { block_metas: { header: unknown; block_id: unknown }[] };
      };
      expect(result.block_metas).toHaveLength(10);
      for (const { header, block_id } of result.block_metas) {
        expect(hashHeader(parseHeader(header))).toEqual(parseBlockId(block_id).hash);
      }
    },
  );

  const searches = ['block_search', 'block_search_evidence'].map((name) => `${V0_38}/${name}.json`);
  it('gives header, data and last-commit hashes of 46 blocks', () => {
    const blocks = searches.flatMap(
      (path) => (read(path) as { result: { blocks: BlockJson[] } }).result.blocks,
    );
    expect(blocks).toHaveLength(46);
    for (const { block, block_id } of blocks) {
      const header = parseHeader(block.header);
      expect(hashHeader(header)).toEqual(parseBlockId(block_id).hash);
      expect(hashTransactions(block.data.txs.map(parseBase64))).toEqual(header.dataHash);
      expect(hashCommit(parseCommit(block.last_commit).signatures)).toEqual(header.lastCommitHash);
    }
  });

  it('gives the consensus hash of the parameters', () => {
    const { result } = read(`${V0_38}/consensus_params.json`) as {
      result: { consensus_params: { block: ParamsJson } };
    };
    const { max_bytes, max_gas } = result.consensus_params.block;
    const commit = read(`${V0_38}/commit_at_height_10.json`) as {
      result: { signed_header: { header: unknown } };
    };
    const { consensusHash } = parseHeader(commit.result.signed_header.header);
    expect(hashConsensusParams(BigInt(max_bytes), BigInt(max_gas))).toEqual(consensusHash);
  });

  it('verifies nine transaction proofs', () => {
    const { result } = read(`${V0_38}/tx_search_with_prove.json`) as { result: { txs: TxJson[] } };
    expect(result.txs).toHaveLength(9);
    for (const { hash, tx, proof } of result.txs) {
      const bytes = parseBase64(tx);
      expect(formatHex(sha256(bytes)).toUpperCase()).toBe(hash);
      const { index, total, aunts } = proof.proof;
      const claim = {
        index: Number(index),
        total: Number(total),
        aunts: (aunts ?? []).map(parseBase64),
      };
      expect(() => {
        verifyHashInclusion(parseHex(proof.root_hash), parseBase64(proof.proof.leaf_hash), claim);
      }).not.toThrow();
      if (total === '1') expect(hashTransactions([bytes])).toEqual(parseHex(proof.root_hash));
    }
  });

  it('writes headers, block ids and commits as the node wrote them', () => {
    const { result } = read(`${V0_38}/commit_at_height_10.json`) as {
      result: { signed_header: { header: HeaderJson; commit: { block_id: unknown } } };
    };
    const { header, commit } = result.signed_header;
    expect(formatHeader(parseHeader(header))).toEqual(header);
    expect(formatCommit(parseCommit(commit))).toEqual(commit);
    expect(formatBlockId(parseBlockId(commit.block_id))).toEqual(commit.block_id);
  });

  it('reads the validators of a genesis file', () => {
    const { result } = read(`${V0_38}/genesis.json`) as {
      result: { genesis: { validators: unknown } };
    };
    expect(parseValidators(result.genesis.validators).map(({ power }) => power)).toEqual([10n]);
  });
});

interface AddressCase {
  readonly type: 'ed25519' | 'secp256k1';
  readonly pub_key: string;
  readonly address: string;
}

interface ParamsJson {
  readonly max_bytes: string;
  readonly max_gas: string;
}

interface HeaderJson {
  readonly height: string;
}

interface TxJson {
  readonly hash: string;
  readonly tx: string;
  readonly proof: {
    readonly root_hash: string;
    readonly proof: {
      readonly index: string;
      readonly total: string;
      readonly leaf_hash: string;
      readonly aunts: readonly string[] | null;
    };
  };
}

function gaia(name: string): string {
  return `${RPC}/gaia_fixtures/incoming/${name}.json`;
}
