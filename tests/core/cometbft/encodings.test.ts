/** What nodes write, read and written again: what the embedded chain emits must match these. */
import { describe, expect, it } from 'vitest';
import {
  formatBlockId,
  formatCommit,
  formatHeader,
  parseBlockId,
  parseCommit,
  parseHeader,
  parseValidators,
} from '#core/cometbft/index.ts';
import { readVector, vectorsDir } from '../../support/vectors.ts';

const present = vectorsDir() !== undefined;
const RPC = 'tendermint-rs/rpc';
const V0_38 = `${RPC}/kvstore_fixtures/v0_38/incoming`;

function read(path: string): unknown {
  return JSON.parse(readVector(path));
}

describe.skipIf(!present)('tendermint-rs vectors', () => {
  it('reads the header of an old chain', () => {
    const header = parseHeader(read('tendermint-rs/serialization/block/header.json'));
    expect(header.chainId).toBe('cosmoshub-1');
    expect(header.version).toEqual({ block: 10n, app: 0n });
    expect(header.lastBlockId.parts.total).toBe(1);
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

interface HeaderJson {
  readonly height: string;
}
