/** Who issues what in the demo; the offices are invented. */
import type { LocalText } from '#core/chain/index.ts';
import type { IssuerFacts } from './desk-issuer.ts';
import { vctOf } from './forms/form.ts';

export const DEMO_ISSUERS: readonly IssuerFacts[] = [
  office(
    'market-regulation',
    ['示例市市场监督管理局', 'Example City Market Regulation Bureau'],
    ['food-business-licence', 'business-licence'],
  ),
  office('tax', ['示例市税务局', 'Example City Tax Bureau'], ['e-invoice']),
  office(
    'public-security',
    ['示例市公安局', 'Example City Public Security Bureau'],
    ['citizen-identity', 'driving-licence', 'vehicle-licence'],
  ),
  office(
    'natural-resources',
    ['示例市自然资源和规划局', 'Example City Natural Resources and Planning Bureau'],
    ['property-title'],
  ),
  office(
    'civil-affairs',
    ['示例市民政局', 'Example City Civil Affairs Bureau'],
    ['marriage-certificate'],
  ),
  office(
    'health',
    ['示例市卫生健康委员会', 'Example City Health Commission'],
    ['birth-medical-certificate', 'licence-base'],
  ),
  office('finance', ['示例市财政局', 'Example City Finance Bureau'], ['fiscal-receipt']),
  office('commerce', ['示例市商务局', 'Example City Commerce Bureau'], ['en16931-invoice']),
];

function office(
  id: string,
  [chinese, english]: readonly [string, string],
  types: readonly string[],
): IssuerFacts {
  const name: LocalText = { 'zh-CN': chinese, en: english };
  return { id, name, kid: `${id}-1`, vcts: types.map(vctOf) };
}
