/** Headers and block ids from RPC JSON. */
import { encodeUtf8 } from '../bytes/index.ts';
import { malformed } from './cometbft-error.ts';
import { count, height, hex, int64, object, text } from './json.ts';
import { parseTime } from './time.ts';
import type { BlockId, Header } from './types.ts';

const HASH = [0, 32];
/** In bytes. */
const MAX_CHAIN_ID = 50;
/** The application chooses the length of its hash. */
const APP_HASH = Array.from({ length: 65 }, (_, length) => length);
const NO_BLOCK: BlockId = { hash: new Uint8Array(), parts: { total: 0, hash: new Uint8Array() } };

/**
 * Reads a header; nothing about it is verified.
 *
 * @throws {@link CometbftError} `cometbft/malformed` for a wrong shape, number, length or time.
 */
export function parseHeader(untrusted: unknown): Header {
  const json = object(untrusted, 'header');
  const version = object(json['version'] ?? {}, 'version');
  return {
    version: {
      block: int64(version['block'] ?? '0', 'version.block'),
      app: int64(version['app'] ?? '0', 'version.app'),
    },
    chainId: chainId(json['chain_id']),
    height: height(json['height'], 'height'),
    time: parseTime(json['time']),
    lastBlockId: parseBlockId(json['last_block_id']),
    ...parseHashes((field) => json[field]),
  };
}

/** @throws {@link CometbftError} `cometbft/malformed`. `null` is the block id of no block. */
export function parseBlockId(untrusted: unknown): BlockId {
  if (untrusted === null || untrusted === undefined) return NO_BLOCK;
  const json = object(untrusted, 'block_id');
  const parts = object(json['parts'] ?? json['part_set_header'], 'parts');
  return {
    hash: hex(json['hash'], 'block_id.hash', HASH),
    parts: {
      total: count(parts['total'], 'parts.total'),
      hash: hex(parts['hash'], 'parts.hash', HASH),
    },
  };
}

function chainId(untrusted: unknown): string {
  const id = text(untrusted, 'chain_id', MAX_CHAIN_ID);
  if (encodeUtf8(id).length > MAX_CHAIN_ID) throw malformed('chain_id');
  return id;
}

function parseHashes(field: (name: string) => unknown) {
  const hash = (name: string) => hex(field(name) ?? '', name, HASH);
  return {
    lastCommitHash: hash('last_commit_hash'),
    dataHash: hash('data_hash'),
    validatorsHash: hash('validators_hash'),
    nextValidatorsHash: hash('next_validators_hash'),
    consensusHash: hash('consensus_hash'),
    appHash: hex(field('app_hash') ?? '', 'app_hash', APP_HASH),
    lastResultsHash: hash('last_results_hash'),
    evidenceHash: hash('evidence_hash'),
    proposerAddress: hex(field('proposer_address') ?? '', 'proposer_address', [20]),
  };
}
