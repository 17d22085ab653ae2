/**
 * The credential types that this app knows. They ship with the app; the registry pins the digest of
 * each under `type/<vct>`, and every credential in its `vct#integrity`.
 */
import {
  readType,
  type ClaimRule,
  type CredentialType,
  type DisclosurePolicy,
} from './read-type.ts';
import birthMedicalCertificate from './types/birth-medical-certificate.json' with { type: 'json' };
import businessLicence from './types/business-licence.json' with { type: 'json' };
import citizenIdentity from './types/citizen-identity.json' with { type: 'json' };
import drivingLicence from './types/driving-licence.json' with { type: 'json' };
import eInvoice from './types/e-invoice.json' with { type: 'json' };
import en16931Invoice from './types/en16931-invoice.json' with { type: 'json' };
import fiscalReceipt from './types/fiscal-receipt.json' with { type: 'json' };
import foodBusinessLicence from './types/food-business-licence.json' with { type: 'json' };
import licenceBase from './types/licence-base.json' with { type: 'json' };
import marriageCertificate from './types/marriage-certificate.json' with { type: 'json' };
import propertyTitle from './types/property-title.json' with { type: 'json' };
import vehicleLicence from './types/vehicle-licence.json' with { type: 'json' };

const LICENCE_BASE = readType(licenceBase);

/** Every known type. The order never changes and only grows at its end: compact forms count on it. */
export const TYPE_LIST: readonly CredentialType[] = [
  readType(foodBusinessLicence),
  readType(businessLicence),
  readType(eInvoice),
  LICENCE_BASE,
  readType(citizenIdentity),
  readType(drivingLicence),
  readType(vehicleLicence),
  readType(propertyTitle, LICENCE_BASE),
  readType(marriageCertificate),
  readType(birthMedicalCertificate),
  readType(fiscalReceipt),
  readType(en16931Invoice),
];

const BY_VCT = new Map(TYPE_LIST.map((type) => [type.vct, type]));

/** The type of this name, or `undefined` if the app does not know it. */
export function typeMetadata(vct: string): CredentialType | undefined {
  return BY_VCT.get(vct);
}

/** Claim names of a type in their fixed order; empty for an unknown type. */
export function claimOrder(vct: string): readonly string[] {
  return typeMetadata(vct)?.claims.map(({ name }) => name) ?? [];
}

/** How a claim of a type is disclosed; `undefined` if type or claim is unknown. */
export function disclosurePolicy(vct: string, claim: string): DisclosurePolicy | undefined {
  return claimRule(vct, claim)?.sd;
}

/** The rule of a claim of a type; `undefined` if type or claim is unknown. */
export function claimRule(vct: string, claim: string): ClaimRule | undefined {
  return typeMetadata(vct)?.claims.find(({ name }) => name === claim);
}
