/**
 * The credential types that this app knows, as SD-JWT VC Type Metadata (draft-19, section 4). They
 * ship with the app; the registry pins the digest of each under `type/<vct>`.
 */
import { encodeUtf8 } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import businessLicence from './types/business-licence.json' with { type: 'json' };
import eInvoice from './types/e-invoice.json' with { type: 'json' };
import foodBusinessLicence from './types/food-business-licence.json' with { type: 'json' };

/** Words in both languages of the interface. */
export interface TypeLabel {
  readonly 'zh-CN': string;
  readonly en: string;
}

/** Whether the issuer hides a claim behind a disclosure. */
export type DisclosurePolicy = 'always' | 'allowed' | 'never';

/** A claim of a type. */
export interface ClaimRule {
  readonly name: string;
  readonly label: TypeLabel;
  readonly sd: DisclosurePolicy;
  readonly mandatory: boolean;
}

/** A credential type. */
export interface CredentialType {
  readonly vct: string;
  readonly name: TypeLabel;
  /** In the order in which credentials carry them. */
  readonly claims: readonly ClaimRule[];
  /** Octets of the metadata document: `JSON.stringify` of it, UTF-8. */
  readonly octets: Uint8Array;
  /** SHA-256 of the octets, as in the registry. */
  readonly digest: Uint8Array;
}

type Display = readonly {
  readonly locale: string;
  readonly name?: string;
  readonly label?: string;
}[];
interface TypeDocument {
  readonly vct: string;
  readonly display: Display;
  readonly claims: readonly {
    readonly path: readonly string[];
    readonly display: Display;
    readonly sd: string;
    readonly mandatory?: boolean;
  }[];
}

/** Every known type. The order never changes and only grows at its end: compact forms count on it. */
export const TYPE_LIST: readonly CredentialType[] = [
  foodBusinessLicence,
  businessLicence,
  eInvoice,
].map(readType);

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
  return typeMetadata(vct)?.claims.find(({ name }) => name === claim)?.sd;
}

function readType(document: TypeDocument): CredentialType {
  const octets = encodeUtf8(JSON.stringify(document));
  return {
    vct: document.vct,
    name: readLabel(document.display),
    claims: document.claims.map((claim) => ({
      name: claim.path.join('.'),
      label: readLabel(claim.display),
      sd: claim.sd === 'always' || claim.sd === 'never' ? claim.sd : 'allowed',
      mandatory: claim.mandatory === true,
    })),
    octets,
    digest: sha256(octets),
  };
}

function readLabel(display: Display): TypeLabel {
  const word = (locale: string): string => {
    const found = display.find((item) => item.locale === locale);
    return found?.label ?? found?.name ?? '';
  };
  return { 'zh-CN': word('zh-CN'), en: word('en') };
}
