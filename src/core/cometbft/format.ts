/** The same structures as RPC JSON, as a node writes them. */
import { formatBase64, formatHex } from '../bytes/index.ts';
import { formatTime } from './time.ts';
import type { BlockId, Commit, Header, Validator } from './types.ts';

function upperHex(bytes: Uint8Array): string {
  return formatHex(bytes).toUpperCase();
}

export function formatBlockId({ hash, parts }: BlockId) {
  return { hash: upperHex(hash), parts: { total: parts.total, hash: upperHex(parts.hash) } };
}

export function formatHeader(header: Header) {
  const { block, app } = header.version;
  return {
    version: { block: String(block), ...(app === 0n ? {} : { app: String(app) }) },
    chain_id: header.chainId,
    height: String(header.height),
    time: formatTime(header.time),
    last_block_id: formatBlockId(header.lastBlockId),
    last_commit_hash: upperHex(header.lastCommitHash),
    data_hash: upperHex(header.dataHash),
    validators_hash: upperHex(header.validatorsHash),
    next_validators_hash: upperHex(header.nextValidatorsHash),
    consensus_hash: upperHex(header.consensusHash),
    app_hash: upperHex(header.appHash),
    last_results_hash: upperHex(header.lastResultsHash),
    evidence_hash: upperHex(header.evidenceHash),
    proposer_address: upperHex(header.proposerAddress),
  };
}

export function formatCommit(commit: Commit) {
  return {
    height: String(commit.height),
    round: commit.round,
    block_id: formatBlockId(commit.blockId),
    signatures: commit.signatures.map(({ flag, address, timestamp, signature }) => ({
      block_id_flag: flag,
      validator_address: upperHex(address),
      timestamp: formatTime(timestamp),
      signature: signature.length === 0 ? null : formatBase64(signature),
    })),
  };
}

export function formatValidator({ address, key, power }: Validator) {
  const type = key.type === 'ed25519' ? 'tendermint/PubKeyEd25519' : 'tendermint/PubKeySecp256k1';
  return {
    address: upperHex(address),
    pub_key: { type, value: formatBase64(key.bytes) },
    voting_power: String(power),
    proposer_priority: '0',
  };
}
