/** Identifiers on Chinese documents, with their check characters. */

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
  const sum = weights.reduce(
    (total, weight, place) => total + weight * ALPHANUMERIC.indexOf(text.charAt(place)),
    0,
  );
  return '0123456789X'.charAt((11 - (sum % 11)) % 11);
}

/** Citizen ID number (GB 11643), by ISO 7064 MOD 11-2. */
export function isCitizenId(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const sum = Array.from(text).reduce(
    (total, char, place) => total + (char === 'X' ? 10 : Number(char)) * (2 ** (17 - place) % 11),
    0,
  );
  return sum % 11 === 1;
}

/** Licence identifier (GB/T 36904), by ISO 7064 MOD 37,36. */
export function isLicenceId(text: string): boolean {
  const found =
    /^1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{1,18})\.([0-9A-Z]{1,64})\.(\d{3})\.([0-9A-Z])$/.exec(
      text,
    );
  if (found === null) return false;
  let product = 36;
  for (const char of found.slice(1, 5).join('')) {
    const sum = (product + ALPHANUMERIC.indexOf(char)) % 36;
    product = ((sum === 0 ? 36 : sum) * 2) % 37;
  }
  return (product + ALPHANUMERIC.indexOf(found[5] ?? '')) % 36 === 1;
}

/** Number of a fully digitalised e-invoice: 20 digits. */
export function isInvoiceNumber(text: string): boolean {
  return /^\d{20}$/.test(text);
}

/** Number of a food business licence: JY and 14 digits, the last of them a check digit of its own rule. */
export function isFoodLicenceNumber(text: string): boolean {
  return /^JY\d{14}$/.test(text);
}

/** A day of the calendar as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Money as a decimal text with two places; amounts are never floats. */
export function isAmount(text: string): boolean {
  return /^-?(0|[1-9]\d{0,14})\.\d{2}$/.test(text);
}
