/** A copy for paper: issued without a key, and for the person whose wallet has access to the document. */
import { isPrint } from '../credential/index.ts';
import { authorisedRequest, parseCredentialResponse } from './credential-request.ts';
import { ExchangeError } from './exchange-error.ts';
import type { SendRequest } from './http.ts';
import { fetchIssuerMetadata } from './issuer-metadata.ts';
import { accessOf, renewAccess, type DocumentAccess } from './renew-access.ts';
import { verifyCopy, type VerifyPorts } from './verify-copy.ts';

/** What printing needs from outside. */
export interface PrintPorts extends VerifyPorts {
  readonly send: SendRequest;
  /** Told which access counts from now on; awaited before the print is asked for. */
  readonly onRenewed: (access: DocumentAccess) => Promise<void>;
}

/**
 * Asks the issuer for a print of a document and verifies it. Nothing is lost by asking again.
 *
 * @returns The print with all its disclosures.
 * @throws {@link ExchangeError} `exchange/no-print` if the issuer does not make prints of this type,
 * `exchange/not-a-print` for a copy that is none; as `fetchIssuerMetadata`, `renewAccess`,
 * `parseCredentialResponse` and `verifyCopy`.
 */
export async function fetchPrint(access: DocumentAccess, ports: PrintPorts): Promise<string> {
  const metadata = await fetchIssuerMetadata(access.credentialIssuer, ports.send);
  const configuration = metadata.prints.get(access.vct);
  if (configuration === undefined) throw new ExchangeError('exchange/no-print', 'configuration');
  const redemption = await renewAccess(access, metadata, ports.send);
  await ports.onRenewed(accessOf(redemption) ?? access);
  const body = { credential_configuration_id: configuration };
  const response = await ports.send(
    authorisedRequest(redemption.credentialEndpoint, redemption.accessToken, body),
  );
  const [untrusted, ...others] = parseCredentialResponse(response);
  if (untrusted === undefined || others.length > 0)
    throw new ExchangeError('exchange/wrong-count', 'not one print');
  await verifyCopy(untrusted, access, requirePrint, ports);
  return untrusted;
}

function requirePrint(untrustedPayload: Parameters<typeof isPrint>[0]): void {
  if (!isPrint(untrustedPayload)) throw new ExchangeError('exchange/not-a-print', 'no mark');
}
