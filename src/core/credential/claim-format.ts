/** The formats that type metadata names, one predicate each. */
import { parseBase64Url } from '../bytes/index.ts';
import {
  isAmount,
  isBirthCertificateNumber,
  isFiscalCheck,
  isFiscalCode,
  isFiscalNumber,
  isFoodLicenceNumber,
  isMinute,
  isQuantity,
  isUnitNumber,
  isVatId,
  isVehicleClass,
} from './document-numbers.ts';
import {
  isCitizenId,
  isDay,
  isInvoiceNumber,
  isLicenceId,
  isLicenceTypeCode,
  isUscc,
  isVin,
} from './identifiers.ts';
import { isJsonArray, isJsonObject, type Json } from './json.ts';
import { isPicture } from './picture.ts';

/** Characters of a text, so that no field swallows a document. */
const MAX_TEXT = 2_000;
/** Elements of a list. */
const MAX_ELEMENTS = 32;

/** The value of a date that never comes: 长期. */
export const UNLIMITED: Json = { unlimited: true };

/** Whether a value says that there is no end. */
export function isUnlimited(value: unknown): boolean {
  return JSON.stringify(value) === '{"unlimited":true}';
}

const TEXT_FORMATS = {
  text: (text: string) => text.length <= MAX_TEXT,
  date: isDay,
  minute: isMinute,
  amount: isAmount,
  quantity: isQuantity,
  'whole-number': (text: string) => /^(0|[1-9]\d{0,8})$/.test(text),
  currency: (text: string) => /^[A-Z]{3}$/.test(text),
  sex: (text: string) => text === '男' || text === '女',
  'licence-id': isLicenceId,
  'licence-type-code': isLicenceTypeCode,
  uscc: isUscc,
  'citizen-id': isCitizenId,
  'person-or-uscc': (text: string) => isCitizenId(text) || isUscc(text),
  vin: isVin,
  'invoice-number': isInvoiceNumber,
  'food-licence-number': isFoodLicenceNumber,
  'vehicle-class': isVehicleClass,
  'file-number': (text: string) => /^\d{12}$/.test(text),
  'unit-number': isUnitNumber,
  'birth-certificate-number': isBirthCertificateNumber,
  'fiscal-code': isFiscalCode,
  'fiscal-number': isFiscalNumber,
  'fiscal-check': isFiscalCheck,
  'invoice-type': (text: string) => /^\d{3}$/.test(text),
  'vat-id': isVatId,
  picture: isPicture,
  secret: is32Bytes,
  digest: is32Bytes,
} as const satisfies Readonly<Record<string, (text: string) => boolean>>;

const OTHER_FORMATS = {
  'yes-no': (value: Json) => typeof value === 'boolean',
  'date-or-unlimited': (value: Json) =>
    isUnlimited(value) || (typeof value === 'string' && isDay(value)),
  object: isJsonObject,
  list: (value: Json) => isJsonArray(value) && value.length > 0 && value.length <= MAX_ELEMENTS,
} as const satisfies Readonly<Record<string, (value: Json) => boolean>>;

/** What a value looks like. */
export type ClaimFormat = keyof typeof TEXT_FORMATS | keyof typeof OTHER_FORMATS;

/** Formats with a check character of their own. */
const CHECKED: ReadonlySet<ClaimFormat> = new Set([
  'licence-id',
  'uscc',
  'citizen-id',
  'person-or-uscc',
  'vin',
]);

export function isClaimFormat(name: string): name is ClaimFormat {
  return Object.hasOwn(TEXT_FORMATS, name) || Object.hasOwn(OTHER_FORMATS, name);
}

/** Whether a check character stands behind values of this format. */
export function hasCheckCharacter(format: ClaimFormat): boolean {
  return CHECKED.has(format);
}

/** Whether a value has its format; what it contains is asked one by one. */
export function isFormatted(value: Json, format: ClaimFormat): boolean {
  if (isTextFormat(format))
    return typeof value === 'string' && value !== '' && TEXT_FORMATS[format](value);
  return OTHER_FORMATS[format](value);
}

function isTextFormat(format: ClaimFormat): format is keyof typeof TEXT_FORMATS {
  return Object.hasOwn(TEXT_FORMATS, format);
}

function is32Bytes(text: string): boolean {
  try {
    return parseBase64Url(text).length === 32;
  } catch {
    return false;
  }
}
