/** What an issuer checks before it signs. */
import { parseBase64Url } from '../bytes/index.ts';
import { CredentialError } from './credential-error.ts';
import { isAmount, isDay, isFoodLicenceNumber, isInvoiceNumber, isUscc } from './identifiers.ts';
import { isJsonArray, type Json, type JsonObject } from './json.ts';
import { typeMetadata, type CredentialType } from './type-metadata.ts';

/** Claims of a type, parted by who decides whether they are seen. */
export interface ClaimsToIssue {
  /** Always visible. */
  readonly plain: JsonObject;
  /** Hidden unless the holder discloses them. */
  readonly disclosable: JsonObject;
}

const UNLIMITED = '长期';

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  uscc: isUscc,
  seller_tax_id: isUscc,
  buyer_tax_id: isUscc,
  invoice_number: isInvoiceNumber,
  red_of: isInvoiceNumber,
  issue_date: isDay,
  establishment_date: isDay,
  term_from: isDay,
  term_to: (text) => text === UNLIMITED || isDay(text),
  valid_until: (text) => text === UNLIMITED || isDay(text),
  amount_excl_tax: isAmount,
  tax_amount: isAmount,
  amount_incl_tax: isAmount,
  claim_secret: isSecret,
};

/**
 * Checks claims against their type (nothing missing, nothing unknown, identifiers with their check
 * characters, dates, amounts) and parts them by the type's disclosure policy.
 *
 * @throws {@link CredentialError} `credential/unknown-type`, `credential/unknown-claim`,
 * `credential/missing-claim` or `credential/bad-claim-format`.
 */
export function checkClaims(vct: string, claims: JsonObject): ClaimsToIssue {
  const type = typeMetadata(vct);
  if (type === undefined) throw new CredentialError('credential/unknown-type', vct);
  const rules = new Map(type.claims.map((rule) => [rule.name, rule]));
  for (const [name, value] of Object.entries(claims)) {
    if (!rules.has(name)) throw new CredentialError('credential/unknown-claim', name);
    if (!isFormatted(name, value, type))
      throw new CredentialError('credential/bad-claim-format', name);
  }
  const missing = type.claims.find(
    ({ name, mandatory }) => mandatory && !Object.hasOwn(claims, name),
  );
  if (missing !== undefined) throw new CredentialError('credential/missing-claim', missing.name);
  const isHidden = ([name]: [string, Json]): boolean => rules.get(name)?.sd === 'always';
  const entries = Object.entries(claims);
  return {
    plain: Object.fromEntries(entries.filter((entry) => !isHidden(entry))),
    disclosable: Object.fromEntries(entries.filter(isHidden)),
  };
}

function isFormatted(name: string, value: Json, type: CredentialType): boolean {
  if (name === 'business_items' || name === 'items') return isJsonArray(value) && value.length > 0;
  if (typeof value !== 'string' || value === '') return false;
  if (name === 'licence_number' && type.vct.includes('/food-business-licence/'))
    return isFoodLicenceNumber(value);
  return FORMATS[name]?.(value) ?? true;
}

function isSecret(text: string): boolean {
  try {
    return parseBase64Url(text).length === 32;
  } catch {
    return false;
  }
}
