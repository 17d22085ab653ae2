/** The answer by `direct_post` (OpenID4VP 1.0, section 8.2). */
import type { JsonObject } from '../../credential/index.ts';
import { parseBody, parsePlainUrl, type SendRequest } from '../http.ts';
import { ExchangeError } from '../exchange-error.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { PresentationError } from './presentation-error.ts';

/** By the id of a credential query: presentations, and where each is anchored. */
export interface Shown {
  readonly vpToken: Readonly<Record<string, readonly string[]>>;
  /** Our own parameter: proofs of registration as JSON, in the same order. */
  readonly anchors: Readonly<Record<string, readonly JsonObject[]>>;
}

/** Where the person may go on, if the relying party says so. */
export interface Posted {
  readonly redirectUri: string | undefined;
}

/**
 * Sends what the person has agreed to.
 *
 * @returns An address by https (http on this very device alone) to offer; it is never followed unasked.
 * @throws {@link PresentationError} `vp/not-taken` if the answer is not taken, `vp/malformed` if what comes
 * back cannot be read, `vp/bad-destination` if it leads elsewhere than to a web page. The codes of `send`.
 */
export async function postAnswer(
  send: SendRequest,
  request: AuthorizationRequest,
  { vpToken, anchors }: Shown,
): Promise<Posted> {
  return await post(send, request, {
    vp_token: JSON.stringify(vpToken),
    lightseal_anchors: JSON.stringify(anchors),
  });
}

/** Says no (section 8.5), so that nobody waits. @throws as {@link postAnswer}. */
export async function postRefusal(
  send: SendRequest,
  request: Pick<AuthorizationRequest, 'responseUri' | 'state'>,
): Promise<Posted> {
  return await post(send, request, { error: 'access_denied' });
}

async function post(
  send: SendRequest,
  { responseUri, state }: Pick<AuthorizationRequest, 'responseUri' | 'state'>,
  parameters: Readonly<Record<string, string>>,
): Promise<Posted> {
  const { status, body } = await send({
    method: 'POST',
    url: responseUri,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: formEncoded({ ...parameters, ...(state === undefined ? {} : { state }) }),
  });
  if (status !== 200) throw new PresentationError('vp/not-taken', `status ${status}`);
  return { redirectUri: readRedirect(body) };
}

/** An empty answer is taken for one that says nothing. */
function readRedirect(untrusted: string): string | undefined {
  if (untrusted.trim() === '') return undefined;
  const { redirect_uri: uri } = readAnswer(untrusted);
  if (uri === undefined) return undefined;
  if (typeof uri !== 'string' || uri.length > 2048)
    throw new PresentationError('vp/malformed', 'redirect_uri');
  const end = uri.search(/[?#]|$/);
  if (parsePlainUrl(uri.slice(0, end)) === undefined || !/^[\x21-\x7e]*$/.test(uri.slice(end)))
    throw new PresentationError('vp/bad-destination', 'redirect_uri');
  return uri;
}

function readAnswer(untrusted: string): JsonObject {
  try {
    return parseBody(untrusted);
  } catch (cause) {
    if (!(cause instanceof ExchangeError)) throw cause;
    throw new PresentationError('vp/malformed', 'answer', { cause });
  }
}

function formEncoded(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}
