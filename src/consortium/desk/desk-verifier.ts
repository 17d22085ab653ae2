/** The two verifiers of the demo: who may ask for what, and the key files that the desk hands out. */
import { p256 } from '@noble/curves/nist.js';
import { formatBase64Url } from '#core/bytes/index.ts';
import { formatHolderJwk, type JsonObject } from '#core/credential/index.ts';
import type { VerifierEntry } from '#core/registry/index.ts';

/** A verifier, without its key. */
export interface VerifierFacts extends Pick<VerifierEntry, 'name' | 'purposes'> {
  readonly id: string;
}

/** A verifier with its secret key, P-256. */
export interface DeskVerifier extends VerifierFacts {
  readonly publicKey: Uint8Array;
  readonly secret: Uint8Array;
}

const VCT = 'https://lightseal.example/vct';

/** Who may ask for what in the demo; the offices are invented. */
export const DEMO_VERIFIERS: readonly VerifierFacts[] = [
  {
    id: 'service-centre',
    name: { 'zh-CN': '示例市政务服务中心', en: 'Example City Service Centre' },
    purposes: [
      {
        id: 'food-annual-report',
        name: { 'zh-CN': '办理食品经营年度报告', en: 'Annual report of a food business' },
        vct: `${VCT}/food-business-licence/1`,
        claims: ['licence_number', 'operator_name', 'legal_representative'],
      },
      {
        id: 'food-relocation',
        name: { 'zh-CN': '办理经营场所变更', en: 'Change of business premises' },
        vct: `${VCT}/food-business-licence/1`,
        claims: ['operator_name', 'business_premises', 'legal_representative', 'domicile'],
      },
      {
        id: 'business-registration',
        name: { 'zh-CN': '核对企业登记信息', en: 'Check of a company registration' },
        vct: `${VCT}/business-licence/1`,
        claims: ['uscc', 'name', 'legal_representative'],
      },
    ],
  },
  {
    id: 'finance-office',
    name: { 'zh-CN': '示例市财务集中核算中心', en: 'Example City Accounting Office' },
    purposes: [
      {
        id: 'reimbursement',
        name: { 'zh-CN': '差旅费报销审核', en: 'Review of a reimbursement' },
        vct: `${VCT}/e-invoice/1`,
        claims: ['invoice_number', 'issue_date', 'seller_name', 'buyer_name', 'amount_incl_tax'],
      },
      {
        id: 'supplier-check',
        name: { 'zh-CN': '核对供货单位资质', en: 'Check of a supplier' },
        vct: `${VCT}/food-business-licence/1`,
        claims: ['licence_number', 'operator_name'],
      },
    ],
  },
];

/** Joins a verifier with its secret key. */
export function deskVerifier(facts: VerifierFacts, secret: Uint8Array): DeskVerifier {
  return { ...facts, publicKey: p256.getPublicKey(secret, false).slice(1), secret };
}

/** As the registry lists it. */
export function verifierEntry({ id, name, purposes, publicKey }: DeskVerifier): VerifierEntry {
  return { name, key: { kid: `${id}-1`, alg: 'ES256', publicKey }, purposes };
}

/** What a desk computer is given so that it can ask in the verifier's name. */
export function verifierKeyFile(
  { id, publicKey, secret }: DeskVerifier,
  chainId: string,
): JsonObject {
  const key = { ...formatHolderJwk(publicKey), d: formatBase64Url(secret) };
  return { format: 'lightseal/verifier-key/1', chainId, verifier: id, key };
}
