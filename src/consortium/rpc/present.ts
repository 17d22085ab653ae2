/** Parts of RPC answers, in CometBFT's shapes (v0.38). */
import { formatBase64, formatHex } from '#core/bytes/index.ts';
import {
  formatBlockId,
  formatCommit,
  formatHeader,
  formatTime,
  type ValidatorKey,
} from '#core/cometbft/index.ts';
import { leafHash, type InclusionProof } from '#core/merkle/index.ts';
import type { DecidedBlock } from '../chain/decide-block.ts';
import { BLOCK_PARAMS } from '../chain/consensus-params.ts';
import { proposerPriority } from '../chain/validators.ts';
import { encodeValueOp, type QueryAnswer, type TxResult } from '../registry-app/index.ts';
import type { NodeView } from './node-view.ts';

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [k: string]: Json };

export function upperHex(bytes: Uint8Array): string {
  return formatHex(bytes).toUpperCase();
}

export function presentBlock(block: DecidedBlock): Json {
  return {
    header: formatHeader(block.header),
    data: { txs: block.txs.map(formatBase64) },
    evidence: { evidence: [] },
    last_commit: formatCommit(block.lastCommit),
  };
}

export function presentMeta(block: DecidedBlock): Json {
  return {
    block_id: formatBlockId(block.id),
    block_size: String(block.size),
    header: formatHeader(block.header),
    num_txs: String(block.txs.length),
  };
}

/** Result of a transaction, of its check or of its execution. */
export function presentResult({ code, codespace, log }: TxResult): Json {
  return {
    code,
    data: null,
    log,
    info: '',
    gas_wanted: '0',
    gas_used: '0',
    events: [],
    codespace,
  };
}

export function presentValidator({ chain }: NodeView, index: number, height: number): Json {
  const members = chain.rules.validators;
  const member = members[index];
  if (member === undefined) return null;
  const { address, key, power } = member.validator;
  return {
    address: upperHex(address),
    pub_key: presentKey(key),
    voting_power: String(power),
    proposer_priority: String(proposerPriority(index, height, members.length)),
  };
}

export function presentKey({ bytes }: ValidatorKey): Json {
  return { type: 'tendermint/PubKeyEd25519', value: formatBase64(bytes) };
}

export function presentGenesis({ chain }: NodeView): Json {
  return {
    genesis_time: formatTime(chain.rules.genesisTime),
    chain_id: chain.rules.chainId,
    initial_height: '1',
    consensus_params: CONSENSUS_PARAMS,
    validators: chain.rules.validators.map(({ id, validator }) => ({
      address: upperHex(validator.address),
      pub_key: presentKey(validator.key),
      power: String(validator.power),
      name: id,
    })),
    app_hash: '',
  };
}

/** Inclusion proof as JSON: of transactions and, in protobuf, of registry entries. */
export function presentProof(leaf: Uint8Array, proof: InclusionProof): Json {
  return {
    total: String(proof.total),
    index: String(proof.index),
    leaf_hash: formatBase64(leafHash(leaf)),
    aunts: proof.aunts.map(formatBase64),
  };
}

export function presentQuery(answer: QueryAnswer): Json {
  const { code, codespace, log, key, value, height } = answer;
  return {
    code,
    log,
    info: '',
    index: '0',
    key: key.length === 0 ? null : formatBase64(key),
    value: value.length === 0 ? null : formatBase64(value),
    proofOps: proofOps(answer),
    height: String(height),
    codespace,
  };
}

const CONSENSUS_PARAMS: Json = {
  block: { max_bytes: String(BLOCK_PARAMS.maxBytes), max_gas: String(BLOCK_PARAMS.maxGas) },
  evidence: {
    max_age_num_blocks: '100000',
    max_age_duration: '172800000000000',
    max_bytes: '1048576',
  },
  validator: { pub_key_types: ['ed25519'] },
  version: { app: '0' },
  abci: { vote_extensions_enable_height: '0' },
};

/** One `simple:v` op. */
function proofOps({ key, value, proof }: QueryAnswer): Json {
  if (proof === undefined) return null;
  const data = encodeValueOp({ key, value, proof });
  return { ops: [{ type: 'simple:v', key: formatBase64(key), data: formatBase64(data) }] };
}
