/** Light blocks out of the several JSON shapes in which others published them. */
import { parseSignedHeader, parseValidators, type LightBlock } from '#core/cometbft/index.ts';

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
