/** Identifiers with check characters of their own. */

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Unified social credit code (GB 32100-2015), with its own check and that of GB 11714 inside it. */
export function isUscc(text: string): boolean {
  if (!/^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(text)) return false;
  return text.charAt(16) === organisationCheck(text.slice(8, 16)) && text.endsWith(usccCheck(text));
}

/** The check character for the first 17 characters of a unified social credit code. */
export function usccCheck(text: string): string {
  let sum = 0;
  let weight = 1;
  for (const char of text.slice(0, 17)) {
    sum += USCC_ALPHABET.indexOf(char) * weight;
    weight = (weight * 3) % 31;
  }
  return USCC_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** The check character for the first 8 characters of an organisation code (GB 11714). */
export function organisationCheck(text: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  return '0123456789X'.charAt((11 - (weightedSum(text, weights, alphanumericValue) % 11)) % 11);
}

/** Citizen ID number (GB 11643): a day of birth that exists, and ISO 7064 MOD 11-2. */
export function isCitizenId(text: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return false;
  const day = text.slice(6, 14).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  return isDay(day) && /^(18|19|20)/.test(day) && text.endsWith(citizenIdCheck(text));
}

/** The check character for the first 17 digits of a citizen ID number. */
export function citizenIdCheck(text: string): string {
  const weights = Array.from({ length: 17 }, (_, place) => 2 ** (17 - place) % 11);
  return '10X98765432'.charAt(weightedSum(text, weights, Number) % 11);
}

const LICENCE_ID =
  /^1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{1,18})\.([0-9A-Z]{1,64})\.(\d{3})\.([0-9A-Z])$/;

/** Licence identifier (GB/T 36904), by ISO 7064 MOD 37,36 over its parts without the root. */
export function isLicenceId(text: string): boolean {
  const found = LICENCE_ID.exec(text);
  return found !== null && licenceIdCheck(found.slice(1, 5).join('')) === found[5];
}

/** The ISO 7064 MOD 37,36 check character of digits and upper-case letters. */
export function licenceIdCheck(body: string): string {
  let product = 36;
  for (const char of body) {
    const sum = (product + alphanumericValue(char)) % 36;
    product = ((sum === 0 ? 36 : sum) * 2) % 37;
  }
  return ALPHANUMERIC.charAt((37 - product) % 36);
}

/** Type code of a licence: the code of the authority that defined it, and three digits. */
export function isLicenceTypeCode(text: string): boolean {
  return /^[0-9A-Z]{18}\d{3}$/.test(text) && isUscc(text.slice(0, 18));
}

const VIN_VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** Vehicle identification number (GB 16735): no I, O or Q, and the ninth character a check. */
export function isVin(text: string): boolean {
  return (
    /^[0-9A-HJ-NPR-Z]{8}[\dX][0-9A-HJ-NPR-Z]{8}$/.test(text) && text.charAt(8) === vinCheck(text)
  );
}

/** The check character for a vehicle identification number; its ninth place does not count. */
export function vinCheck(text: string): string {
  const value = (char: string) => VIN_VALUES.indexOf(char) % 10;
  return '0123456789X'.charAt(weightedSum(text, VIN_WEIGHTS, value) % 11);
}

/** Number of a fully digitalised e-invoice: year, province, channel and serial, 20 digits. */
export function isInvoiceNumber(text: string): boolean {
  return /^\d{20}$/.test(text);
}

/** A day of the calendar as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function weightedSum(
  text: string,
  weights: readonly number[],
  valueOf: (char: string) => number,
): number {
  return weights.reduce((sum, weight, place) => sum + weight * valueOf(text.charAt(place)), 0);
}

function alphanumericValue(char: string): number {
  return ALPHANUMERIC.indexOf(char);
}
