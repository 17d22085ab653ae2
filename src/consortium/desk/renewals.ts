/**
 * Refresh tokens of one issuer's documents: one for each visit, and not too many visits. Documents that came with one
 * offer share their tokens, whenever each of them is issued.
 */
import { encodeUtf8, formatBase64Url, formatHex } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { keep } from './grants.ts';
import type { IssuedDocument, IssuedDocuments, Renewal } from './issued-documents.ts';
import { OAuthError } from './oauth-error.ts';

/** Visits for one document within an hour; more would use up the status list. */
const VISITS = 20;
const HOUR_MS = 60 * 60_000;
/** Tokens that are out because answers were lost; the oldest gives way. */
const OUTSTANDING = 8;

/** What renewals need. */
export interface RenewalPorts {
  readonly issuer: string;
  readonly documents: IssuedDocuments;
  readonly random: (size: number) => Uint8Array;
  readonly now: () => Date;
}

/** A document that its holder has access to. */
export type RenewableDocument = IssuedDocument & { renewal: Renewal };

/** What comes of a refresh token: its documents, and the token of the next visit. */
export interface Renewed {
  readonly documents: readonly RenewableDocument[];
  readonly refreshToken: string;
}

export class Renewals {
  readonly #ports: RenewalPorts;
  /** By document: when it was asked for in the last hour. */
  readonly #visits = new Map<string, readonly number[]>();

  constructor(ports: RenewalPorts) {
    this.#ports = ports;
  }

  /**
   * Exchanges a refresh token for the next one. The old one goes on being good until one of those that
   * it was exchanged for is used: an answer that was lost on the way does not end the access.
   *
   * @returns All its documents; one of them at least is valid, and the others get no copies.
   * @throws {@link OAuthError} `invalid_grant` for an unknown one, or while none of its documents is valid;
   * `temporarily_unavailable`, status 429, after twenty visits within an hour.
   */
  renew(refreshToken: string): Renewed {
    const digest = digestOf(refreshToken);
    const documents = this.#of(digest);
    if (!documents.some(({ status }) => status === 'valid')) throw new OAuthError('invalid_grant');
    for (const { id } of documents) this.#countVisit(id);
    const next = formatBase64Url(this.#ports.random(32));
    for (const document of documents)
      document.renewal = exchanged(document.renewal, digest, digestOf(next));
    this.#ports.documents.save();
    return { documents, refreshToken: next };
  }

  /** The access that a document begins with: its first token, or what others of its offer have exchanged that for. */
  begin(refreshToken: string): Omit<Renewal, 'claims'> {
    const first = digestOf(refreshToken);
    const renewals = this.#ports.documents.of(this.#ports.issuer).map(({ renewal }) => renewal);
    const other = renewals.find((renewal) => renewal?.first === first);
    return { first, digest: other?.digest ?? first, ...(other?.next && { next: other.next }) };
  }

  #of(digest: string): readonly RenewableDocument[] {
    return this.#ports.documents
      .of(this.#ports.issuer)
      .filter(isRenewable)
      .filter(({ renewal }) => isGood(renewal, digest));
  }

  #countVisit(id: string): void {
    const nowMs = this.#ports.now().getTime();
    const recent = (this.#visits.get(id) ?? []).filter((atMs) => nowMs - atMs < HOUR_MS);
    if (recent.length >= VISITS) throw new OAuthError('temporarily_unavailable', undefined, 429);
    keep(this.#visits, id, [...recent, nowMs]);
  }
}

/** SHA-256, hex: the desk keeps nothing that opens a document. */
export function digestOf(refreshToken: string): string {
  return formatHex(sha256(encodeUtf8(refreshToken)));
}

function isGood({ digest: used, next }: Renewal, digest: string): boolean {
  return used === digest || next?.includes(digest) === true;
}

function isRenewable(document: IssuedDocument): document is RenewableDocument {
  return document.renewal !== undefined;
}

function exchanged(renewal: Renewal, used: string, fresh: string): Renewal {
  const outstanding = renewal.digest === used ? (renewal.next ?? []) : [];
  return { ...renewal, digest: used, next: [...outstanding, fresh].slice(-OUTSTANDING) };
}
