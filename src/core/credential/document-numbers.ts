/** Numbers, dates and amounts that have a shape and no check character. */
import { isDay } from './identifiers.ts';

/** A minute by the clock of the place, as `YYYY-MM-DDTHH:MM`. */
export function isMinute(text: string): boolean {
  const [day = '', time = '', ...more] = text.split('T');
  return isDay(day) && /^([01]\d|2[0-3]):[0-5]\d$/.test(time) && more.length === 0;
}

/** Money as a decimal text with two places; amounts are never floats. */
export function isAmount(text: string): boolean {
  return /^-?(0|[1-9]\d{0,14})\.\d{2}$/.test(text);
}

/** A quantity or a unit price: decimal text, up to ten places. */
export function isQuantity(text: string): boolean {
  return /^-?(0|[1-9]\d{0,11})(\.\d{1,10})?$/.test(text);
}

/** Number of a food business licence: JY and 14 digits; the rule of the last digit is not published. */
export function isFoodLicenceNumber(text: string): boolean {
  return /^JY[1-3]\d{13}$/.test(text);
}

/** Number of a birth medical certificate (7th edition). */
export function isBirthCertificateNumber(text: string): boolean {
  return /^[A-Z]\d{9}$/.test(text);
}

/** Number of a real-estate unit: 28 characters without spaces. */
export function isUnitNumber(text: string): boolean {
  return /^\d{12}[A-Z]{2}\d{5}[A-Z]\d{8}$/.test(text);
}

/** Classes of vehicles as a driving licence lists them, `C1` or `A2D`. */
export function isVehicleClass(text: string): boolean {
  return /^([ABC][1-6]|[DEFMNP])+$/.test(text);
}

/** Code of a fiscal receipt: region, class, kind and year, 8 digits. */
export function isFiscalCode(text: string): boolean {
  return /^\d{8}$/.test(text);
}

/** Number of a fiscal receipt: 10 digits in sequence. */
export function isFiscalNumber(text: string): boolean {
  return /^\d{10}$/.test(text);
}

/** Check code of a fiscal receipt: 6 random characters that only the treasury can check. */
export function isFiscalCheck(text: string): boolean {
  return /^[0-9A-Za-z]{6}$/.test(text);
}

/** VAT identifier: the country and up to 13 characters. */
export function isVatId(text: string): boolean {
  return /^[A-Z]{2}[0-9A-Z]{2,13}$/.test(text);
}
