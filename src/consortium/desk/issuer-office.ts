/** One issuer at work: what its endpoints do, apart from HTTP. */
import { formatBase64Url, formatHex } from '#core/bytes/index.ts';
import {
  checkClaims,
  formatHolderJwk,
  issueSdJwt,
  type Json,
  type JsonObject,
} from '#core/credential/index.ts';
import { ExchangeError, verifyHolderProof } from '#core/exchange/index.ts';
import { credentialLeaf } from '#core/registry/index.ts';
import { Batches } from './batches.ts';
import { issuerName, type DeskIssuer } from './desk-issuer.ts';
import type { DocumentStatus, IssuedDocument, IssuedDocuments } from './issued-documents.ts';
import type { Ledger } from './ledger.ts';
import { Nonces } from './nonces.ts';
import { OAuthError } from './oauth-error.ts';
import { Offers, type DocumentOrder, type Grant } from './offers.ts';
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

const DAY_S = 86_400;
const CREDENTIAL_DAYS = 365;

export class IssuerOffice {
  readonly issuer: DeskIssuer;
  readonly offers: Offers;
  readonly nonces: Nonces;
  readonly statuses: StatusLists;
  readonly #ports: OfficePorts;
  readonly #batches: Batches;

  constructor(ports: OfficePorts) {
    const { issuer, ledger, documents, random, now, intervals, onFailure } = ports;
    this.#ports = ports;
    this.issuer = issuer;
    this.offers = new Offers(random, now);
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
   * that a lost answer loses nothing; other keys get nothing any more.
   *
   * @param credentialIssuer - The address by which the wallet knows this issuer.
   * @throws {@link OAuthError} with the codes of OpenID4VCI 1.0, section 8.3.1.
   */
  async issue(
    grant: Grant,
    untrusted: JsonObject,
    credentialIssuer: string,
  ): Promise<readonly string[]> {
    if (untrusted['credential_configuration_id'] !== configurationOf(grant.order.vct))
      throw new OAuthError('unknown_credential_configuration');
    const keys = this.#provenKeys(untrusted['proofs'], credentialIssuer);
    const names = keys.map(formatBase64Url).sort();
    grant.answer ??= { keys: names, credentials: this.#issueCopies(grant.order, keys) };
    if (grant.answer.keys.join() !== names.join())
      throw new OAuthError('invalid_credential_request');
    return grant.answer.credentials;
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

  async #issueCopies(
    order: DocumentOrder,
    keys: readonly Uint8Array[],
  ): Promise<readonly string[]> {
    const { documents, random, now } = this.#ports;
    const copies = await Promise.all(keys.map((key) => this.#issueCopy(order, key)));
    const { vct, title, holder } = order;
    documents.add({
      id: formatBase64Url(random(12)),
      issuer: this.issuer.id,
      vct,
      title,
      holder,
      issuedAtMs: now().getTime(),
      copies: copies.map(({ leaf, idx }) => ({ leaf, idx })),
      status: 'valid',
    });
    this.#batches.add(copies.map(({ leaf }) => leaf));
    return copies.map(({ compact }) => compact);
  }

  async #issueCopy(
    { vct, claims }: DocumentOrder,
    holderKey: Uint8Array,
  ): Promise<{ compact: string; leaf: string; idx: number }> {
    const { plain, disclosable } = checkClaims(vct, claims);
    const idx = this.statuses.reserve();
    const iat = Math.floor(this.#ports.now().getTime() / 1000 / DAY_S) * DAY_S;
    const compact = await issueSdJwt({
      payload: {
        iss: issuerName(this.issuer.id),
        iat,
        exp: iat + CREDENTIAL_DAYS * DAY_S,
        vct,
        status: { status_list: { idx, uri: this.statuses.uri } },
        ...plain,
      },
      disclosable,
      holderJwk: formatHolderJwk(holderKey),
      kid: this.issuer.kid,
      random: this.#ports.random,
      sign: this.issuer.sign,
    });
    const [jwt = ''] = compact.split('~');
    return { compact, leaf: formatHex(credentialLeaf(jwt)), idx };
  }
}

/** The configuration under which a type is offered: its name inside the `vct`. */
export function configurationOf(vct: string): string {
  return vct.split('/').at(-2) ?? vct;
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
