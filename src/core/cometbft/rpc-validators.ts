/** The validator set of a height, page by page. */
import type { Cancelled } from '../chain/index.ts';
import { malformed } from './cometbft-error.ts';
import { array, height as readHeight, object } from './json.ts';
import { parseValidators } from './parse-commit.ts';
import type { RpcCall } from './rpc-call.ts';
import type { Validator } from './types.ts';
import { MAX_VALIDATORS } from './validator-set.ts';

const PER_PAGE = 100;

/**
 * All validators of one height. The node must not change its mind on the way: every page states the
 * same total, of at most 10,000, and every page but the last is full.
 *
 * @throws {@link CometbftError} or {@link SourceError}.
 */
export async function validatorsAt(
  call: RpcCall,
  height: number,
  cancelled?: Cancelled,
): Promise<readonly Validator[]> {
  const first = await pageOf(call, height, 1, cancelled);
  const validators = [...first.validators];
  for (let page = 2; validators.length < first.total; page++) {
    const next = await pageOf(call, height, page, cancelled);
    if (next.total !== first.total) throw malformed('total');
    validators.push(...next.validators);
  }
  return validators;
}

async function pageOf(
  call: RpcCall,
  height: number,
  page: number,
  cancelled: Cancelled | undefined,
): Promise<{ readonly validators: readonly Validator[]; readonly total: number }> {
  const params = { height: String(height), page: String(page), per_page: String(PER_PAGE) };
  const json = object(await call('validators', params, cancelled), 'result');
  if (readHeight(json['block_height'], 'block_height') !== height) throw malformed('height');
  const total = readHeight(json['total'], 'total');
  if (total > MAX_VALIDATORS) throw malformed('total');
  const validators = parseValidators(array(json['validators'], 'validators', PER_PAGE));
  const expected = Math.min(PER_PAGE, total - (page - 1) * PER_PAGE);
  if (validators.length !== expected) throw malformed('a page');
  return { validators, total };
}
