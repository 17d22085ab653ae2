/** Light blocks out of the several JSON shapes in which others published them. */
import { parseSignedHeader, parseValidators, type LightBlock } from '#core/cometbft/index.ts';
import { readVector } from './vectors.ts';

/** A light block as test data of light clients spells it. */
export interface LightBlockJson {
  readonly signed_header: unknown;
  readonly validator_set: { readonly validators: unknown };
  readonly next_validator_set: { readonly validators: unknown };
}

/** Reads one, in the order of validators in which it stands there. */
export function parseLightBlock(json: LightBlockJson): LightBlock {
  return {
    ...parseSignedHeader(json.signed_header),
    validators: parseValidators(json.validator_set.validators),
    nextValidators: parseValidators(json.next_validator_set.validators),
  };
}

/** One of the real blocks of mocha-4; its next validators are not in the data. */
export function mochaBlock(height: number, source: 'commit' | 'signed_block'): LightBlock {
  const folder = `celestia-mocha-4/${height}`;
  if (source === 'commit') {
    const commit = readResult(`${folder}/commit.json`);
    const validators = readResult(`${folder}/validators_1.json`);
    return block(commit['signed_header'], validators['validators']);
  }
  const { header, commit, validator_set } = readResult(`${folder}/signed_block.json`);
  const set = validator_set as { validators: unknown };
  return block({ header, commit }, set.validators);
}

function block(signedHeader: unknown, validators: unknown): LightBlock {
  return {
    ...parseSignedHeader(signedHeader),
    validators: parseValidators(validators),
    nextValidators: [],
  };
}

function readResult(path: string): Record<string, unknown> {
  return (JSON.parse(readVector(path)) as { result: Record<string, unknown> }).result;
}
