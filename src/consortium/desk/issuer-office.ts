/** One issuer at work: what its endpoints do, apart from HTTP. */
import { encodeUtf8, formatBase64Url, formatHex } from '#core/bytes/index.ts';
import {
  checkClaims,
  formatHolderJwk,
  issueSdJwt,
  PRINT_DAYS,
  type Json,
  type JsonObject,
} from '#core/credential/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { ExchangeError, verifyHolderProof } from '#core/exchange/index.ts';
import { credentialLeaf } from '#core/registry/index.ts';
import { Batches } from './batches.ts';
import { issuerName, type DeskIssuer } from './desk-issuer.ts';
import { Grants, type Grant, type TokenAnswer } from './grants.ts';
import type { DocumentStatus, IssuedDocument, IssuedDocuments } from './issued-documents.ts';
import type { Ledger } from './ledger.ts';
import { Nonces } from './nonces.ts';
import { OAuthError } from './oauth-error.ts';
import { Offers, type DocumentOrder } from './offers.ts';
import { StatusLists } from './status-lists.ts';

/** How often what happens, in milliseconds. */
export interface DeskIntervals {
  readonly batchOpenMs: number;
  readonly statusRefreshMs: number;
  readonly statusValidityMs: number;
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

/** Most copies that one request may ask for. */
export const BATCH_SIZE = 5;

const ASK_AGAIN_S = 5;
const DAY_S = 86_400;
const CREDENTIAL_DAYS = 365;

export class IssuerOffice {
  readonly issuer: DeskIssuer;
  readonly grants: Grants;
  readonly offers: Offers;
  readonly nonces: Nonces;
  readonly statuses: StatusLists;
  readonly #ports: OfficePorts;
  readonly #batches: Batches;

  constructor(ports: OfficePorts) {
    const { issuer, ledger, documents, random, now, intervals, onFailure } = ports;
    this.#ports = ports;
    this.issuer = issuer;
    this.grants = new Grants(random, now);
    this.offers = new Offers(random, now, this.grants);
    this.nonces = new Nonces(random, now);
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
    for (const { copies } of this.#ports.documents.of(this.issuer.id)) {
      const waiting = copies.filter(({ anchor }) => anchor === undefined);
      if (waiting.length > 0) this.#batches.add(waiting.map(({ leaf }) => leaf));
    }
    await this.statuses.publish();
  }

  close(): void {
    this.#batches.stop();
  }

  /**
   * Answers a credential request. The same grant with the same keys gets the same copies again, so
   * that a lost answer loses nothing; other keys get nothing any more. The print of a document is
   * bound to no key, and only for a document that its holder has.
   *
   * @param credentialIssuer - The address by which the wallet knows this issuer.
   * @throws {@link OAuthError} with the codes of OpenID4VCI 1.0, section 8.3.1.
   */
  async issue(
    grant: Grant,
    untrusted: JsonObject,
    credentialIssuer: string,
  ): Promise<CredentialAnswer> {
    const wanted = untrusted['credential_configuration_id'];
    if (wanted === printConfigurationOf(grant.order.vct)) return issued([await this.#print(grant)]);
    if (wanted !== configurationOf(grant.order.vct))
      throw new OAuthError('unknown_credential_configuration');
    const keys = this.#provenKeys(untrusted['proofs'], credentialIssuer);
    const names = keys.map(formatBase64Url).sort();
    if (this.#isHeldBack(grant)) return this.#promise(grant, keys);
    grant.answer ??= { keys: names, credentials: this.#issueCopies(grant, keys) };
    if (grant.answer.keys.join() !== names.join())
      throw new OAuthError('invalid_credential_request');
    return issued(await grant.answer.credentials);
  }

  /**
   * Gives what was promised, as often as it is asked for, once it is ready.
   *
   * @throws {@link OAuthError} `invalid_transaction_id`.
   */
  async issuePromised(grant: Grant, untrusted: JsonObject): Promise<CredentialAnswer> {
    const { promised } = grant;
    if (promised === undefined || untrusted['transaction_id'] !== promised.id)
      throw new OAuthError('invalid_transaction_id');
    if (this.#isHeldBack(grant)) return this.#promise(grant, promised.keys);
    const keys = promised.keys.map(formatBase64Url).sort();
    grant.answer ??= { keys, credentials: this.#issueCopies(grant, promised.keys) };
    return issued(await grant.answer.credentials);
  }

  #isHeldBack({ order: { readyAtMs = 0 } }: Grant): boolean {
    return this.#ports.now().getTime() < readyAtMs;
  }

  #promise(grant: Grant, keys: readonly Uint8Array[]): CredentialAnswer {
    grant.promised ??= { id: formatBase64Url(this.#ports.random(16)), keys };
    return { transaction_id: grant.promised.id, interval: ASK_AGAIN_S };
  }

  /**
   * Gives access anew to whoever has the refresh token of a document.
   *
   * @throws {@link OAuthError} `invalid_grant` for an unknown one, or while the document is not valid.
   */
  renew(refreshToken: string): TokenAnswer {
    const digest = digestOf(refreshToken);
    const document = this.#ports.documents
      .of(this.issuer.id)
      .find(({ renewal, status }) => renewal?.digest === digest && status === 'valid');
    if (document?.renewal === undefined) throw new OAuthError('invalid_grant');
    const { vct, title, holder, renewal } = document;
    const order = { vct, title, holder, claims: renewal.claims };
    return this.grants.open(order, refreshToken, document);
  }

  /** Changes the status of a document; resolves when the new list is on the chain. */
  async setStatus(document: IssuedDocument, status: DocumentStatus): Promise<void> {
    document.status = status;
    this.#ports.documents.save();
    await this.statuses.publish();
  }

  /** @throws {@link OAuthError} `invalid_proof` or `invalid_nonce`. */
  #provenKeys(untrusted: Json | undefined, audience: string): readonly Uint8Array[] {
    const proofs = proofTexts(untrusted).map((proof) => {
      try {
        return verifyHolderProof(proof, audience, this.#ports.now());
      } catch (error) {
        if (!(error instanceof ExchangeError)) throw error;
        throw new OAuthError('invalid_proof');
      }
    });
    const [nonce, another] = new Set(proofs.map((proof) => proof.nonce));
    if (nonce === undefined || another !== undefined || !this.nonces.take(nonce))
      throw new OAuthError('invalid_nonce');
    const keys = proofs.map(({ publicKey }) => publicKey);
    if (new Set(keys.map(formatHex)).size !== keys.length) throw new OAuthError('invalid_proof');
    return keys;
  }

  async #issueCopies(grant: Grant, keys: readonly Uint8Array[]): Promise<readonly string[]> {
    const copies = await Promise.all(keys.map((key) => this.#issueCopy(grant.order, key)));
    this.#register(grant, copies);
    return copies.map(({ compact }) => compact);
  }

  async #print(grant: Grant): Promise<string> {
    if (grant.document === undefined) throw new OAuthError('invalid_credential_request');
    grant.print ??= this.#issueCopy(grant.order, undefined).then((copy) => {
      this.#register(grant, [copy]);
      return copy.compact;
    });
    return grant.print;
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
        renewal: { digest: digestOf(grant.refreshToken), claims },
        status: 'valid',
      };
      documents.add(grant.document);
    } else documents.addCopies(grant.document, copies);
    this.#batches.add(copies.map(({ leaf }) => leaf));
  }

  /** A copy for the holder of a key, or for paper. */
  async #issueCopy(
    { vct, claims }: DocumentOrder,
    holderKey: Uint8Array | undefined,
  ): Promise<FreshCopy> {
    const { plain, disclosable } = checkClaims(vct, claims);
    const idx = this.statuses.reserve();
    const iat = Math.floor(this.#ports.now().getTime() / 1000 / DAY_S) * DAY_S;
    const isForPaper = holderKey === undefined;
    const compact = await issueSdJwt({
      payload: {
        iss: issuerName(this.issuer.id),
        iat,
        exp: iat + (isForPaper ? PRINT_DAYS : CREDENTIAL_DAYS) * DAY_S,
        vct,
        status: { status_list: { idx, uri: this.statuses.uri } },
        ...(isForPaper ? { print: true } : {}),
        ...plain,
      },
      disclosable,
      ...(isForPaper ? {} : { holderJwk: formatHolderJwk(holderKey) }),
      kid: this.issuer.kid,
      random: this.#ports.random,
      sign: this.issuer.sign,
    });
    const [jwt = ''] = compact.split('~');
    return { compact, leaf: formatHex(credentialLeaf(jwt)), idx };
  }
}

/** Copies, or the promise of them. */
export type CredentialAnswer =
  | { readonly credentials: readonly { readonly credential: string }[] }
  | { readonly transaction_id: string; readonly interval: number };

function issued(copies: readonly string[]): CredentialAnswer {
  return { credentials: copies.map((credential) => ({ credential })) };
}

interface FreshCopy {
  readonly compact: string;
  readonly leaf: string;
  readonly idx: number;
}

function digestOf(refreshToken: string): string {
  return formatHex(sha256(encodeUtf8(refreshToken)));
}

/** The configuration under which a type is offered: its name inside the `vct`. */
export function configurationOf(vct: string): string {
  return vct.split('/').at(-2) ?? vct;
}

/** The configuration of prints of a type. */
export function printConfigurationOf(vct: string): string {
  return `${configurationOf(vct)}-print`;
}

function proofTexts(untrusted: Json | undefined): readonly string[] {
  const jwt: unknown =
    typeof untrusted === 'object' && untrusted !== null && 'jwt' in untrusted
      ? untrusted['jwt']
      : undefined;
  const proofs: readonly unknown[] = Array.isArray(jwt) ? jwt : [];
  const texts = proofs.filter((proof): proof is string => typeof proof === 'string');
  const isComplete = texts.length === proofs.length && texts.length > 0;
  if (!isComplete || texts.length > BATCH_SIZE) throw new OAuthError('invalid_proof');
  return texts;
}
