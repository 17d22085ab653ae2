/** Copies of a document, each with its own place in the status list and its own salts. */
import { formatHex } from '#core/bytes/index.ts';
import {
  checkClaims,
  formatHolderJwk,
  issueSdJwt,
  PRINT_DAYS,
  type JsonObject,
} from '#core/credential/index.ts';
import { credentialLeaf } from '#core/registry/index.ts';
import { issuerName, type DeskIssuer } from './desk-issuer.ts';
import type { StatusLists } from './status-lists.ts';

const DAY_S = 86_400;

/** What signing needs. */
export interface CopyPorts {
  readonly issuer: DeskIssuer;
  readonly statuses: StatusLists;
  readonly random: (size: number) => Uint8Array;
  readonly now: () => Date;
  /** Of a holder's copy, from the beginning of the day on which it is signed. */
  readonly validityMs: number;
}

export interface FreshCopy {
  readonly compact: string;
  /** Lower-case hex. */
  readonly leaf: string;
  readonly idx: number;
}

/** A copy for the holder of a key, or for paper. @throws CredentialError for claims that are not fit to be signed. */
export async function signCopy(
  { vct, claims }: { readonly vct: string; readonly claims: JsonObject },
  holderKey: Uint8Array | undefined,
  { issuer, statuses, random, now, validityMs }: CopyPorts,
): Promise<FreshCopy> {
  const { plain, disclosable } = checkClaims(vct, claims);
  const idx = statuses.reserve();
  const iat = Math.floor(now().getTime() / 1000 / DAY_S) * DAY_S;
  const isForPaper = holderKey === undefined;
  const compact = await issueSdJwt({
    payload: {
      iss: issuerName(issuer.id),
      iat,
      exp: iat + (isForPaper ? PRINT_DAYS * DAY_S : Math.floor(validityMs / 1000)),
      vct,
      status: { status_list: { idx, uri: statuses.uri } },
      ...(isForPaper ? { print: true } : {}),
      ...plain,
    },
    disclosable,
    ...(isForPaper ? {} : { holderJwk: formatHolderJwk(holderKey) }),
    kid: issuer.kid,
    random,
    sign: issuer.sign,
  });
  const [jwt = ''] = compact.split('~');
  return { compact, leaf: formatHex(credentialLeaf(jwt)), idx };
}
