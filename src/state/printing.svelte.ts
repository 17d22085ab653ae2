import { formatHex } from '#core/bytes/index.ts';
import {
  discloseClaims,
  parseSdJwt,
  processDisclosures,
  readValidityPeriod,
  type JsonObject,
} from '#core/credential/index.ts';
import type { CredentialCrypto } from '#core/crypto/index.ts';
import { ExchangeError, fetchAnchor, fetchPrint, type SendRequest } from '#core/exchange/index.ts';
import { decodeEnvelope, encodeEnvelope } from '#core/qr/index.ts';
import { credentialLeaf, parseAnchorProof } from '#core/registry/index.ts';
import { readableClaims } from '#core/verify/index.ts';
import { Attempt } from './attempt.svelte.ts';
import type { Chain } from './chain.svelte.ts';
import type { HeldDocument } from './held-document.ts';
import { registeredKey } from './issuer-key.ts';
import type { Clock } from './ports.ts';
import type { Wallet } from './wallet.svelte.ts';

/** What printing needs from outside. */
export interface PrintingPorts {
  readonly send: SendRequest;
  readonly wait: (ms: number) => Promise<void>;
  readonly clock: Clock;
  readonly crypto: CredentialCrypto;
}

/** A print, with nothing in it but what was chosen. */
export interface PrintedDocument {
  /** The text of its code. */
  readonly code: string;
  readonly claims: JsonObject;
  readonly issuedMs: number | undefined;
  readonly expiresMs: number | undefined;
}

/** One print of one document: asked for from its issuer, registered, and made into a code for paper. */
export class Printing {
  #chosen = $state.raw<readonly string[]>([]);
  readonly #attempt = new Attempt();
  #printed = $state.raw<PrintedDocument>();
  readonly #held: HeldDocument;
  readonly #wallet: Wallet;
  readonly #chain: Chain;
  readonly #ports: PrintingPorts;

  constructor(
    held: HeldDocument,
    suggested: readonly string[],
    wallet: Wallet,
    chain: Chain,
    ports: PrintingPorts,
  ) {
    this.#held = held;
    this.#chosen = suggested;
    this.#wallet = wallet;
    this.#chain = chain;
    this.#ports = ports;
  }

  /** Claims that are printed beyond those on the document's face. */
  get chosen(): readonly string[] {
    return this.#chosen;
  }
  get busy(): boolean {
    return this.#attempt.busy;
  }
  /** Code of why there is no print. */
  get failure(): string | undefined {
    return this.#attempt.failure;
  }
  get printed(): PrintedDocument | undefined {
    return this.#printed;
  }

  toggle(claim: string): void {
    this.#chosen = this.#chosen.includes(claim)
      ? this.#chosen.filter((name) => name !== claim)
      : [...this.#chosen, claim];
  }

  /** The person has agreed. What is on paper is out of hand, so it is noted like any show. */
  async start(): Promise<void> {
    if (this.#attempt.busy) return;
    await this.#attempt.make(async () => {
      this.#printed = await this.#print(this.#chosen);
    });
  }

  async #print(claims: readonly string[]): Promise<PrintedDocument> {
    const sdJwt = discloseClaims(await this.#getPrint(), claims);
    const parsed = parseSdJwt(sdJwt);
    const leaf = formatHex(credentialLeaf(parsed.jwt));
    const untrusted = await fetchAnchor(this.#held.credentialIssuer, leaf, this.#ports);
    const code = encodeEnvelope({ sdJwt, anchor: parseAnchorProof(untrusted) });
    // Paper does not move: what no scanner could read is not printed.
    decodeEnvelope(code);
    const use = { atMs: this.#ports.clock().getTime(), claims, printed: true } as const;
    await this.#wallet.held.recordPrint(this.#held.id, use);
    const { issuedMs, expiresMs } = readValidityPeriod(parsed.payload);
    return { code, claims: readableClaims(processDisclosures(parsed).claims), issuedMs, expiresMs };
  }

  async #getPrint(): Promise<string> {
    const { id } = this.#held;
    const access = (this.#wallet.held.find(id) ?? this.#held).access;
    if (access === undefined) throw new ExchangeError('exchange/access-ended', 'no access');
    if (this.#chain.latest === undefined) await this.#chain.sync();
    const { send, clock, crypto } = this.#ports;
    return await fetchPrint(access, {
      send,
      crypto,
      now: clock,
      issuerKey: (head, credentialIssuer) =>
        registeredKey(this.#chain.latest?.trust, this.#chain.profile, head, credentialIssuer),
      onRenewed: (renewed) => this.#wallet.held.setAccess(id, renewed),
    });
  }
}
