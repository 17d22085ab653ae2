/** The documents that are measured, issued and shown as in life. Everyone in them is invented. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SUBJECTS } from '../../../src/consortium/desk/subjects.ts';
import { formatBase64Url } from '#core/bytes/index.ts';
import { issueSdJwt, presentSdJwt, type JsonObject } from '#core/credential/index.ts';
import { counting, HOLDER, ISSUER, NONCE, NOW_S } from '../../core/credential/craft.ts';
import { vectorsDir } from '../../support/vectors.ts';

/** What is shown of a document of one type, and how its issuer hides claims. */
interface Case {
  readonly name: string;
  readonly type: string;
  readonly issuer: string;
  readonly claims: JsonObject;
  readonly shown: readonly string[];
  readonly allHidden?: true;
}

/** A document as it was shown: the text that every encoding carries. */
export interface Shown {
  readonly name: string;
  readonly issuer: string;
  readonly sdJwt: string;
  readonly hidden: number;
  readonly shown: number;
}

interface TypeFile {
  readonly vct: string;
  readonly claims: readonly { readonly path: readonly string[]; readonly sd: string }[];
}

const DAY_S = 86_400;
const TODAY_S = NOW_S - (NOW_S % DAY_S);

const DRIVER: JsonObject = {
  licence_number: '990101199003070018',
  name: '周示例',
  sex: '男',
  nationality: '中国',
  address: '示例市光华区柳荫路18号3栋2单元401室',
  birth_date: '1990-03-07',
  first_issue_date: '2012-06-18',
  vehicle_class: 'C1',
  valid_from: '2022-06-18',
  valid_until: '2032-06-18',
  file_number: '990100123456',
  record: '准驾车型为 C1',
  issuing_authority: '示例市公安局交通警察支队（示例）',
  age_over_18: true,
};

const FACE = ['seller_name', 'buyer_name', 'amount_incl_tax'];
const FOOD = { type: 'food-business-licence', issuer: 'market-regulation' };
const INVOICE = { type: 'e-invoice', issuer: 'tax' };

const CASES: readonly Case[] = [
  {
    ...FOOD,
    name: 'food licence',
    claims: claimsOf('noodle-house'),
    shown: ['legal_representative'],
  },
  {
    name: 'driving licence (a type that the app does not know yet)',
    type: 'driving-licence',
    issuer: 'traffic-police',
    claims: DRIVER,
    shown: ['licence_number', 'name', 'vehicle_class'],
  },
  { ...INVOICE, name: 'e-invoice, claim_secret hidden', claims: invoice(), shown: FACE },
  {
    ...INVOICE,
    name: 'e-invoice, claim_secret shown',
    claims: invoice(),
    shown: [...FACE, 'claim_secret'],
  },
  {
    ...FOOD,
    name: 'stress card',
    claims: claimsOf('noodle-house'),
    shown: ['operator_name', 'licence_number', 'business_premises', 'valid_until'],
    allHidden: true,
  },
];

/** All of them, bound to a holder. */
export function shownDocuments(): Promise<readonly Shown[]> {
  return Promise.all(CASES.map(show));
}

async function show({ name, type, issuer, claims, shown, allHidden }: Case): Promise<Shown> {
  const { vct, claims: rules } = readType(type);
  const isHidden = (claim: string) =>
    allHidden ?? rules.some(({ path, sd }) => path.join('.') === claim && sd === 'always');
  const part = (hidden: boolean): JsonObject =>
    Object.fromEntries(Object.entries(claims).filter(([claim]) => isHidden(claim) === hidden));
  const iss = `https://lightseal.example/issuer/${issuer}`;
  const compact = await issueSdJwt({
    payload: {
      iss,
      iat: TODAY_S,
      exp: TODAY_S + 365 * DAY_S,
      vct,
      status: { status_list: { idx: 41_923, uri: `${iss}/status/1` } },
      ...part(false),
    },
    disclosable: part(true),
    holderJwk: HOLDER.jwk,
    kid: `${issuer}-1`,
    random: counting(),
    sign: ISSUER.sign,
  });
  const context = { audience: 'lightseal:broadcast', nonce: NONCE, iat: NOW_S };
  const sdJwt = await presentSdJwt(compact, shown, context, HOLDER.sign);
  const hidden = Object.keys(part(true)).length - shown.length;
  return { name, issuer, sdJwt, hidden, shown: shown.length };
}

function readType(type: string): TypeFile {
  const vectors = vectorsDir();
  if (vectors === undefined) throw new Error('the types are missing beside the vectors');
  return JSON.parse(readFileSync(join(vectors, `../types/${type}.json`), 'utf8')) as TypeFile;
}

function claimsOf(id: string): JsonObject {
  const subject = SUBJECTS.find((one) => one.id === id);
  if (subject === undefined) throw new Error(id);
  return subject.claims;
}

function invoice(): JsonObject {
  const claim_secret = formatBase64Url(counting()(32));
  return { ...claimsOf('hotel-invoice'), claim_secret };
}
