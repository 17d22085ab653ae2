/** What is usually asked for. The person changes it freely; a secret is never suggested. */
const USUAL: readonly (readonly [vctPart: string, claims: readonly string[]])[] = [
  ['/e-invoice/', ['seller_name', 'buyer_name', 'amount_incl_tax']],
  ['/food-business-licence/', ['legal_representative']],
  ['/business-licence/', ['legal_representative']],
  ['/licence-base/', ['holder_name']],
  ['/citizen-identity/', ['name', 'id_number']],
  ['/driving-licence/', ['name', 'licence_number', 'vehicle_class']],
  ['/vehicle-licence/', ['plate_number', 'vehicle_type', 'owner', 'inspection_valid_until']],
  ['/property-title/', ['licence_number', 'holder_name', 'location']],
  ['/marriage-certificate/', ['holder', 'is_married', 'registration_date']],
  ['/birth-medical-certificate/', ['newborn_name', 'birth_time', 'mother.name', 'father.name']],
  ['/fiscal-receipt/', ['payer_name', 'total_amount']],
  ['/en16931-invoice/', ['buyer_name', 'tax_inclusive', 'payable']],
];

/** Of the paths that may be withheld, those to offer as chosen at first. */
export function suggestedClaims(vct: string, hideable: readonly string[]): readonly string[] {
  const usual = USUAL.find(([part]) => vct.includes(part))?.[1] ?? [];
  return usual.filter((path) => hideable.includes(path));
}
