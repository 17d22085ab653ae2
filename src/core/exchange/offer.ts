/** Credential offers (OpenID4VCI 1.0, section 4). */
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../credential/index.ts';
import { ExchangeError } from './exchange-error.ts';
import { parseBody, parsePlainUrl } from './http.ts';

/** How the code looks that the issuer gives by another way. */
export interface TxCodeHint {
  readonly isNumeric: boolean;
  readonly length?: number;
  readonly description?: string;
}

/** An offer with a pre-authorised code. */
export interface CredentialOffer {
  /** The issuer's identifier, an https URL (http only on this device). */
  readonly credentialIssuer: string;
  /** One for each document: from one to ten, and no two alike. */
  readonly configurationIds: readonly string[];
  readonly preAuthorizedCode: string;
  /** Where it was fetched from, if it was. */
  readonly address?: string;
  /** Present if the issuer asks for a transaction code. */
  readonly txCode?: TxCodeHint;
}

/** What was scanned, followed or pasted: the offer itself, or where it is. */
export type OfferInput =
  | { readonly kind: 'offer'; readonly offer: CredentialOffer }
  | { readonly kind: 'reference'; readonly uri: string };

const GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';
const MAX_INPUT = 16 * 1024;
const MAX_DOCUMENTS = 10;

/**
 * Reads an offer from a link of the app (`…/receive#credential_offer_uri=…`), from
 * `openid-credential-offer://?…`, from an https address of an offer, or from its JSON.
 *
 * @throws {@link ExchangeError} as `parseOffer`.
 */
export function parseOfferInput(untrusted: string): OfferInput {
  const text = untrusted.trim();
  if (text.length > MAX_INPUT) throw malformed('too long');
  if (text.startsWith('{')) return { kind: 'offer', offer: parseOffer(text) };
  const [base = '', ...rest] = text.split(/[?#]/);
  const parameters = rest.flatMap((part) => part.split('&')).map(readParameter);
  const inline = valueOf(parameters, 'credential_offer');
  const uri = valueOf(parameters, 'credential_offer_uri');
  if ((inline === undefined) === (uri === undefined)) throw malformed('neither offer nor address');
  const isScheme = base === 'openid-credential-offer://' || base === 'openid-credential-offer:';
  if (!isScheme && parsePlainUrl(base) === undefined) throw malformed('not an address of an offer');
  if (inline !== undefined) return { kind: 'offer', offer: parseOffer(inline) };
  if (uri === undefined || parsePlainUrl(uri) === undefined) throw malformed('address');
  return { kind: 'reference', uri };
}

/**
 * @throws {@link ExchangeError} `exchange/malformed-offer`; `exchange/unsupported-offer` without a
 * pre-authorised code; `exchange/too-many-documents` for more than ten.
 */
export function parseOffer(untrustedJson: string): CredentialOffer {
  const offer = parseBody(untrustedJson, 'exchange/malformed-offer');
  const issuer = offer['credential_issuer'];
  if (typeof issuer !== 'string' || parsePlainUrl(issuer) === undefined) throw malformed('issuer');
  const configurationIds = readConfigurations(offer['credential_configuration_ids']);
  const grants = offer['grants'];
  const grant = isJsonObject(grants) ? grants[GRANT] : undefined;
  if (!isJsonObject(grant))
    throw new ExchangeError('exchange/unsupported-offer', 'no pre-authorised code');
  const code = grant['pre-authorized_code'];
  if (typeof code !== 'string' || code === '') throw malformed('code');
  const txCode = readTxCode(grant);
  return {
    credentialIssuer: issuer,
    configurationIds,
    preAuthorizedCode: code,
    ...(txCode === undefined ? {} : { txCode }),
  };
}

function readConfigurations(untrusted: Json | undefined): readonly string[] {
  if (!isJsonArray(untrusted) || untrusted.length === 0) throw malformed('configurations');
  if (untrusted.length > MAX_DOCUMENTS)
    throw new ExchangeError('exchange/too-many-documents', `${untrusted.length}`);
  const ids = untrusted.filter((id) => typeof id === 'string');
  if (new Set(ids).size !== untrusted.length) throw malformed('configurations');
  return ids;
}

function readTxCode(grant: JsonObject): TxCodeHint | undefined {
  const hint: Json | undefined = grant['tx_code'];
  if (hint === undefined) return undefined;
  if (!isJsonObject(hint)) throw malformed('tx_code');
  const { input_mode: mode = 'numeric', length, description } = hint;
  return {
    isNumeric: mode !== 'text',
    ...(typeof length === 'number' && length > 0 && length <= 64 ? { length } : {}),
    ...(typeof description === 'string' ? { description: description.slice(0, 300) } : {}),
  };
}

function readParameter(part: string): readonly [string, string] {
  const at = part.indexOf('=');
  if (at < 0) return [part, ''];
  try {
    return [part.slice(0, at), decodeURIComponent(part.slice(at + 1).replaceAll('+', ' '))];
  } catch (cause) {
    throw new ExchangeError('exchange/malformed-offer', 'escape', { cause });
  }
}

/** @throws {@link ExchangeError} `exchange/malformed-offer` if it occurs twice. */
function valueOf(
  parameters: readonly (readonly [string, string])[],
  wanted: string,
): string | undefined {
  const [found, again] = parameters.filter(([name]) => name === wanted);
  if (again !== undefined) throw malformed('repeated');
  return found?.[1];
}

function malformed(what: string): ExchangeError {
  return new ExchangeError('exchange/malformed-offer', what);
}
