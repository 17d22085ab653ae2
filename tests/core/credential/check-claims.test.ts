import { describe, expect, it } from 'vitest';
import {
  checkClaims,
  CredentialError,
  UNLIMITED,
  usccCheck,
  type JsonObject,
} from '#core/credential/index.ts';

const FOOD = 'https://lightseal.example/vct/food-business-licence/1';
const CLAIMS: JsonObject = {
  licence_number: 'JY11101010000018',
  operator_name: '示例小馆（示例）',
  uscc: '91350100M000100Y43',
  business_premises: '示例市示例路1号',
  main_business: '餐饮服务经营者',
  business_items: ['热食类食品制售'],
  issuing_authority: '示例市市场监督管理局',
  issue_date: '2026-01-05',
  valid_until: '2031-01-04',
  legal_representative: '张示例',
  domicile: '示例市示例路2号',
};

function codeOf(claims: JsonObject, vct = FOOD): string {
  try {
    checkClaims(vct, claims);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
    return error.code;
  }
}

describe('claims before issuing', () => {
  it('parts them by the policy of the type', () => {
    const { plain, disclosable } = checkClaims(FOOD, CLAIMS);
    expect(Object.keys(disclosable)).toEqual(['legal_representative', 'domicile']);
    expect(Object.keys(plain)).toHaveLength(9);
  });

  it('refuses an unknown type, an unknown claim and a missing one', () => {
    const { uscc: _, ...without } = CLAIMS;
    expect(codeOf(CLAIMS, 'https://lightseal.example/vct/other/1')).toBe('credential/unknown-type');
    expect(codeOf({ ...CLAIMS, nickname: 'x' })).toBe('credential/unknown-claim');
    expect(codeOf(without)).toBe('credential/missing-claim');
  });

  it.each([
    ['uscc', '91350100M000100Y44'],
    ['uscc', '91350100M000100X4' + usccCheck('91350100M000100X4')],
    ['licence_number', 'JY1110101000001'],
    ['licence_number', 'SC11101010000018'],
    ['issue_date', '2026-02-30'],
    ['issue_date', '长期'],
    ['valid_until', '2031'],
    ['valid_until', '长期'],
    ['valid_until', { unlimited: false }],
    ['operator_name', '长'.repeat(2_001)],
    ['business_items', '热食'],
    ['business_items', []],
    ['operator_name', ''],
    ['operator_name', 7],
  ])('refuses %s = %j', (name, value) => {
    expect(codeOf({ ...CLAIMS, [name]: value })).toBe('credential/bad-claim-format');
  });

  it('accepts a licence without an end', () => {
    expect(codeOf({ ...CLAIMS, valid_until: UNLIMITED })).toBe('accepted');
  });
});
