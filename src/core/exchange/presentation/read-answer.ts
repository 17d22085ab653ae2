/** What a relying party was sent, as its page reads it: nothing of it is believed. */
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../credential/index.ts';
import { parseBody } from '../http.ts';
import { ExchangeError } from '../exchange-error.ts';
import { PresentationError } from './presentation-error.ts';

/** One presentation, and where the wallet says that it is anchored, as JSON text. */
export interface UntrustedPresentation {
  readonly sdJwt: string;
  readonly anchor: string;
}

/**
 * Reads the one presentation that answers the query `id`.
 *
 * @param untrusted - JSON `{vp_token, lightseal_anchors}`, or `{error}`.
 * @throws {@link PresentationError} `vp/declined` if the holder said no, `vp/malformed` for anything but
 * exactly one presentation, `vp/no-anchor` if the wallet did not say where it is anchored.
 */
export function readOnlineAnswer(untrusted: string, id: string): UntrustedPresentation {
  const { error, vp_token: token, lightseal_anchors: anchors } = readBody(untrusted);
  if (error !== undefined) throw new PresentationError('vp/declined', 'an error instead');
  const sdJwt = onlyItem(token, id);
  if (typeof sdJwt !== 'string') throw new PresentationError('vp/malformed', 'vp_token');
  const anchor = onlyItem(anchors, id);
  if (!isJsonObject(anchor)) throw new PresentationError('vp/no-anchor', 'lightseal_anchors');
  return { sdJwt, anchor: JSON.stringify(anchor) };
}

/** Nothing but `id` may have been answered. */
function onlyItem(untrusted: Json | undefined, id: string): Json | undefined {
  if (!isJsonObject(untrusted) || Object.keys(untrusted).length !== 1) return undefined;
  const items = untrusted[id];
  return isJsonArray(items) && items.length === 1 ? items[0] : undefined;
}

function readBody(untrusted: string): JsonObject {
  try {
    return parseBody(untrusted);
  } catch (cause) {
    if (!(cause instanceof ExchangeError)) throw cause;
    throw new PresentationError('vp/malformed', 'answer', { cause });
  }
}
