/** One issuer at work: what its endpoints do, apart from HTTP. */
import { formatBase64Url } from '#core/bytes/index.ts';
import { checkClaims, CredentialError, type JsonObject } from '#core/credential/index.ts';
import { Batches } from './batches.ts';
import { configurationOf, printConfigurationOf, wantedConfiguration } from './configurations.ts';
import { issued, type CredentialAnswer } from './credential-answer.ts';
import { noteDelivery } from './deliveries.ts';
import { DeskError } from './desk-error.ts';
import type { DeskIssuer } from './desk-issuer.ts';
import { signCopy, type CopyPorts, type FreshCopy } from './fresh-copy.ts';
import { Grants, type Grant, type Granted, type TokenAnswer } from './grants.ts';
import {
  everyCopy,
  type DocumentStatus,
  type IssuedDocument,
  type IssuedDocuments,
} from './issued-documents.ts';
import type { Ledger } from './ledger.ts';
import { Nonces } from './nonces.ts';
import { OAuthError } from './oauth-error.ts';
import { Offers } from './offers.ts';
import { provenKeys } from './proven-keys.ts';
import { Renewals, type RenewableDocument } from './renewals.ts';
import { StatusLists } from './status-lists.ts';

/** How often what happens, and how long what holds, in milliseconds. */
export interface DeskIntervals {
  readonly batchOpenMs: number;
  readonly statusRefreshMs: number;
  readonly statusValidityMs: number;
  readonly documentValidityMs: number;
}

/** What an office needs. */
export interface OfficePorts {
  readonly issuer: DeskIssuer;
  readonly ledger: Ledger;
  readonly documents: IssuedDocuments;
  readonly random: (size: number) => Uint8Array;
  readonly now: () => Date;
  readonly intervals: DeskIntervals;
  readonly onFailure: (error: unknown) => void;
}

const ASK_AGAIN_S = 5;
/** The same in all copies and re-issues of an invoice: what its claim is derived from. */
const FIXED_CLAIM = 'claim_secret';

export class IssuerOffice {
  readonly issuer: DeskIssuer;
  readonly grants: Grants;
  readonly offers: Offers;
  readonly nonces: Nonces;
  readonly statuses: StatusLists;
  readonly #ports: OfficePorts;
  readonly #batches: Batches;
  readonly #renewals: Renewals;

  constructor(ports: OfficePorts) {
    const { issuer, ledger, documents, random, now, intervals, onFailure } = ports;
    this.#ports = ports;
    this.issuer = issuer;
    this.grants = new Grants(random, now);
    this.offers = new Offers(random, now, this.grants);
    this.nonces = new Nonces(random, now);
    this.#renewals = new Renewals({ issuer: issuer.id, documents, random, now });
    const openMs = intervals.batchOpenMs;
    this.#batches = new Batches({
      issuer: issuer.id,
      ledger,
      documents,
      random,
      openMs,
      onFailure,
    });
    const validityMs = intervals.statusValidityMs;
    this.statuses = new StatusLists({ issuer, ledger, documents, random, now, validityMs });
  }

  /** Publishes the list and takes up what a former run left without an anchor. */
  async open(): Promise<void> {
    for (const document of this.#ports.documents.of(this.issuer.id)) {
      const waiting = everyCopy(document).filter(({ anchor }) => anchor === undefined);
      if (waiting.length > 0) this.#batches.add(waiting.map(({ leaf }) => leaf));
    }
    await this.statuses.publish();
  }

  close(): void {
    this.#batches.stop();
  }

  /**
   * Answers a request for one of the documents. The same grant with the same keys gets the same copies again, so
   * that a lost answer loses nothing; other keys get nothing any more. The print of a document is
   * bound to no key, and only for a document that its holder has.
   *
   * @param credentialIssuer - The address by which the wallet knows this issuer.
   * @throws {@link OAuthError} with the codes of OpenID4VCI 1.0, section 8.3.1.
   */
  async issue(
    grants: readonly Grant[],
    untrusted: JsonObject,
    credentialIssuer: string,
  ): Promise<CredentialAnswer> {
    const wanted = wantedConfiguration(untrusted);
    const printed = grants.find(({ order }) => wanted === printConfigurationOf(order.vct));
    if (printed !== undefined) return { credentials: [{ credential: await this.#print(printed) }] };
    const grant = grants.find(({ order }) => wanted === configurationOf(order.vct));
    if (grant === undefined) throw new OAuthError('unknown_credential_configuration');
    const keys = provenKeys(untrusted['proofs'], credentialIssuer, this.nonces, this.#ports.now());
    if (this.#isHeldBack(grant)) return this.#promise(grant, keys);
    const names = namesOf(keys);
    grant.answer ??= { keys: names, credentials: this.#issueCopies(grant, keys) };
    requireSame(grant.answer.keys, names);
    return issued(await grant.answer.credentials, grant);
  }

  /**
   * Gives what was promised, as often as it is asked for, once it is ready.
   *
   * @throws {@link OAuthError} `invalid_transaction_id`.
   */
  async issuePromised(grants: readonly Grant[], untrusted: JsonObject): Promise<CredentialAnswer> {
    const id = untrusted['transaction_id'];
    const grant = grants.find(({ promised }) => promised?.id === id);
    const promised = grant?.promised;
    if (grant === undefined || promised === undefined)
      throw new OAuthError('invalid_transaction_id');
    if (this.#isHeldBack(grant)) return this.#promise(grant, promised.keys);
    const keys = namesOf(promised.keys);
    grant.answer ??= { keys, credentials: this.#issueCopies(grant, promised.keys) };
    return issued(await grant.answer.credentials, grant);
  }

  /** Notes what the wallet says of the copies that it was given: see `noteDelivery`. */
  noteDelivery(grants: readonly Grant[], untrusted: JsonObject): void {
    noteDelivery(grants, untrusted, this.#ports.now());
    this.#ports.documents.save();
  }

  #isHeldBack({ order: { readyAtMs = 0 } }: Grant): boolean {
    return this.#ports.now().getTime() < readyAtMs;
  }

  #promise(grant: Grant, keys: readonly Uint8Array[]): CredentialAnswer {
    grant.promised ??= { id: formatBase64Url(this.#ports.random(16)), keys };
    requireSame(namesOf(grant.promised.keys), namesOf(keys));
    return { transaction_id: grant.promised.id, interval: ASK_AGAIN_S };
  }

  /** Gives access anew, as {@link Renewals.renew}. */
  renew(untrustedToken: string): TokenAnswer {
    const { documents, refreshToken } = this.#renewals.renew(untrustedToken);
    return this.grants.open(documents.map(renewed), refreshToken);
  }

  /** Changes the status of a document; resolves when the new list is on the chain. */
  async setStatus(document: IssuedDocument, status: DocumentStatus): Promise<void> {
    document.status = status;
    this.#ports.documents.save();
    await this.statuses.publish();
  }

  /**
   * Changes what a document says. The copies that are out are revoked, and its holder comes for new ones with
   * the access that came with it; resolves when the new list is on the chain.
   *
   * @throws {@link DeskError} `desk/not-changeable` for what is not valid, has no access, or must never change;
   * `desk/unfit-claims`.
   */
  async reissue(document: IssuedDocument, changes: JsonObject): Promise<void> {
    const { renewal, vct, status } = document;
    if (renewal === undefined || status !== 'valid' || FIXED_CLAIM in changes)
      throw new DeskError('desk/not-changeable', 'not valid, or without access');
    const claims = { ...renewal.claims, ...changes };
    requireFit(vct, claims);
    this.#ports.documents.change(document, { ...renewal, claims });
    await this.statuses.publish();
  }

  async #issueCopies(grant: Grant, keys: readonly Uint8Array[]): Promise<readonly string[]> {
    const copies = await this.#sign(grant, keys);
    return copies.map(({ compact }) => compact);
  }

  async #print(grant: Grant): Promise<string> {
    if (grant.document === undefined) throw new OAuthError('invalid_credential_request');
    grant.print ??= this.#sign(grant, [undefined]).then(([copy]) => copy?.compact ?? '');
    return grant.print;
  }

  /** What is signed while the document changes is signed anew: no copy of the former content is registered as good. */
  async #sign(
    grant: Grant,
    keys: readonly (Uint8Array | undefined)[],
  ): Promise<readonly FreshCopy[]> {
    for (;;) {
      const claims = claimsOf(grant);
      const order = { vct: grant.order.vct, claims };
      const copies = await Promise.all(keys.map((key) => signCopy(order, key, this.#copyPorts())));
      if (claimsOf(grant) !== claims) continue;
      this.#register(grant, copies);
      return copies;
    }
  }

  #copyPorts(): CopyPorts {
    const { issuer, random, now, intervals } = this.#ports;
    const { documentValidityMs: validityMs } = intervals;
    return { issuer, statuses: this.statuses, random, now, validityMs };
  }

  /**
   * Copies belong to their document, so that its status is theirs. The list that is out does not name a fresh
   * one, so a document that is no longer valid gets none.
   *
   * @throws {@link OAuthError} `credential_request_denied`.
   */
  #register(grant: Grant, issued: readonly FreshCopy[]): void {
    if ((grant.document?.status ?? 'valid') !== 'valid')
      throw new OAuthError('credential_request_denied');
    const { documents, random, now } = this.#ports;
    const { claims, readyAtMs: _, ...order } = grant.order;
    const copies = issued.map(({ leaf, idx }) => ({ leaf, idx }));
    if (grant.document === undefined) {
      grant.document = {
        id: formatBase64Url(random(12)),
        issuer: this.issuer.id,
        ...order,
        issuedAtMs: now().getTime(),
        copies,
        renewal: { ...this.#renewals.begin(grant.refreshToken), claims },
        status: 'valid',
      };
      documents.add(grant.document);
    } else documents.addCopies(grant.document, copies);
    this.#batches.add(copies.map(({ leaf }) => leaf));
  }
}

function requireFit(vct: string, claims: JsonObject): void {
  try {
    checkClaims(vct, claims);
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause;
    throw new DeskError('desk/unfit-claims', cause.code, { cause });
  }
}

/** Keys by name, in an order that does not depend on that of the request. */
function namesOf(keys: readonly Uint8Array[]): readonly string[] {
  return keys.map(formatBase64Url).sort();
}

function requireSame(given: readonly string[], asked: readonly string[]): void {
  if (given.join() !== asked.join()) throw new OAuthError('invalid_credential_request');
}

function renewed(document: RenewableDocument): Granted {
  const { vct, title, holder, renewal } = document;
  return { order: { vct, title, holder, claims: renewal.claims }, document };
}

function claimsOf({ document, order }: Grant): JsonObject {
  return document?.renewal?.claims ?? order.claims;
}
