/** What is usually asked for. The person changes it freely; a secret is never suggested. */
const USUAL: readonly (readonly [vctPart: string, claims: readonly string[]])[] = [
  ['/e-invoice/', ['seller_name', 'buyer_name', 'amount_incl_tax']],
  ['/food-business-licence/', ['legal_representative']],
  ['/business-licence/', ['legal_representative']],
];

/** Of the claims that may be withheld, those to offer as chosen at first. */
export function suggestedClaims(vct: string, hideable: readonly string[]): readonly string[] {
  const usual = USUAL.find(([part]) => vct.includes(part))?.[1] ?? [];
  return usual.filter((name) => hideable.includes(name));
}
