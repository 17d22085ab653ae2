/** The browser's own way to ask the wallets it knows (W3C Digital Credentials API), where it has one. */
import type { JsonObject } from '#core/credential/index.ts';
import { PresentationError } from '#core/exchange/index.ts';

/** Asks for one presentation. */
export interface BrowserWallets {
  /** Part of the audience: an answer holds for the page that has asked, and for no other. */
  readonly origin: string;
  /**
   * Lets the person choose a wallet.
   *
   * @returns What it sent, as JSON text; nothing of it is verified.
   * @throws {@link PresentationError} `vp/no-wallet` if none has answered, for whatever reason: the browser does
   * not tell a refusal from a missing wallet. `vp/malformed` if the answer is of another protocol.
   */
  readonly request: (data: JsonObject) => Promise<string>;
}

const PROTOCOL = 'openid4vp-v1-unsigned';

/** As far as browsers have it. */
interface Page {
  readonly location: { readonly origin: string };
  readonly navigator: { readonly credentials?: { get(options: object): Promise<unknown> } };
  readonly DigitalCredential?: { userAgentAllowsProtocol?(protocol: string): boolean };
}

/** @returns `undefined` where the browser does not offer it, or not this protocol. */
export function browserWallets(page: Page): BrowserWallets | undefined {
  const { DigitalCredential: offered, location, navigator } = page;
  const { credentials } = navigator;
  if (offered === undefined || credentials === undefined) return undefined;
  if (offered.userAgentAllowsProtocol?.(PROTOCOL) === false) return undefined;
  return {
    origin: location.origin,
    request: async (data) => {
      const digital = { requests: [{ protocol: PROTOCOL, data }] };
      return readCredential(await credentials.get({ digital }).catch(noWallet));
    },
  };
}

function readCredential(untrusted: unknown): string {
  const { protocol, data } = (untrusted ?? {}) as { protocol?: unknown; data?: unknown };
  if (protocol !== PROTOCOL || typeof data !== 'object' || data === null)
    throw new PresentationError('vp/malformed', 'another protocol');
  return JSON.stringify(data);
}

function noWallet(cause: unknown): never {
  if (!(cause instanceof DOMException)) throw cause;
  throw new PresentationError('vp/no-wallet', cause.name, { cause });
}
