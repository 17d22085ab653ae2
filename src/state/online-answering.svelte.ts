import { presentSdJwt, type JsonObject } from '#core/credential/index.ts';
import {
  ExchangeError,
  fetchRequestObject,
  openRequestObject,
  parseRequestLink,
  postAnswer,
  postRefusal,
  PresentationError,
  type AuthorizationRequest,
  type RequestInput,
  type SendRequest,
} from '#core/exchange/index.ts';
import { judgeOnlineRequest, type JudgedOnlineRequest } from '#core/verify/index.ts';
import type { Chain } from './chain.svelte.ts';
import { proposeDocuments, useOf, type ProposedDocument, type Viewed } from './online-proposal.ts';
import { policyOf } from './policy.ts';
import type { Clock, HolderKeys } from './ports.ts';
import { codeOf } from './refusal.ts';
import { takeCopy } from './show-copy.ts';
import type { Wallet } from './wallet.svelte.ts';

/** What answering online needs from outside. */
export interface OnlineAnsweringPorts {
  readonly keys: HolderKeys;
  readonly clock: Clock;
  readonly send: SendRequest;
  /** Lets one action talk to the origin of an address that the person was told and has agreed to. */
  readonly permit: <T>(url: string, action: () => Promise<T>) => Promise<T>;
}

export type OnlineStage = 'idle' | 'found' | 'working' | 'judged' | 'sent';

/** One online request being answered: found, fetched, judged, agreed to, sent. Only this class writes it. */
export class OnlineAnswering {
  #stage = $state<OnlineStage>('idle');
  #judged = $state.raw<JudgedOnlineRequest>();
  #failure = $state<string>();
  #host = $state<string>();
  #continueAt = $state<string>();
  #found: Extract<RequestInput, { readonly kind: 'reference' }> | undefined;
  /** Counts requests: what belongs to one before is not shown. */
  #turn = 0;
  readonly #wallet: Wallet;
  readonly #chain: Chain;
  readonly #ports: OnlineAnsweringPorts;

  constructor(wallet: Wallet, chain: Chain, ports: OnlineAnsweringPorts) {
    this.#wallet = wallet;
    this.#chain = chain;
    this.#ports = ports;
  }

  get stage(): OnlineStage {
    return this.#stage;
  }
  /** Who asks for what, judged by what this device has verified. */
  get request(): JudgedOnlineRequest | undefined {
    return this.#judged;
  }
  get failure(): string | undefined {
    return this.#failure;
  }
  /** The computer that the next step talks to; nothing has been sent there yet. */
  get host(): string | undefined {
    return this.#host;
  }
  /** Where the person may go on; never followed unasked. */
  get continueAt(): string | undefined {
    return this.#continueAt;
  }

  /** Reads a link or code. Nobody hears of it: a request that lies elsewhere is fetched by {@link fetch}. */
  async read(untrusted: string): Promise<void> {
    this.reset();
    await this.#guarded('idle', async (turn) => {
      const input = parseRequestLink(untrusted);
      if (input.kind === 'reference') {
        this.#host = hostOf(input.uri);
        this.#found = input;
        this.#stage = 'found';
      } else await this.#judge(input, turn);
    });
  }

  /** The person has agreed that the computer which was named is asked for the request. */
  async getRequest(): Promise<void> {
    const found = this.#found;
    if (found === undefined || this.#stage !== 'found') return;
    await this.#guarded('found', async (turn) => {
      const { uri, clientId } = found;
      const { permit, send } = this.#ports;
      const jwt = await permit(uri, () => fetchRequestObject(send, uri));
      await this.#judge({ kind: 'object', clientId, jwt }, turn);
    });
  }

  /** The least revealing answer; `undefined` if the documents do not make one. */
  propose<V extends Viewed>(documents: readonly V[]): readonly ProposedDocument<V>[] | undefined {
    const judged = this.#judged;
    if (judged === undefined) return undefined;
    return proposeDocuments(judged, documents);
  }

  /** The person has agreed to send these to the computer which was named. */
  async answer(proposed: readonly ProposedDocument<Viewed>[]): Promise<void> {
    const judged = this.#judged;
    if (judged === undefined || this.#stage !== 'judged') return;
    await this.#guarded('judged', async (turn) => {
      const shown = await this.#sign(judged, proposed);
      if (turn !== this.#turn) return;
      const { permit, send } = this.#ports;
      const { request } = judged;
      const posted = await permit(request.responseUri, () => postAnswer(send, request, shown));
      if (turn !== this.#turn) return;
      this.#continueAt = URL.canParse(posted.redirectUri ?? '') ? posted.redirectUri : undefined;
      this.#stage = 'sent';
    });
  }

  /** Says no. An office of the registry is told so, a stranger hears nothing. */
  async refuse(): Promise<void> {
    const request = this.#judged?.request;
    this.reset();
    if (request?.signedBy === undefined) return;
    const { permit, send } = this.#ports;
    // Whether they learn of it changes nothing for the person.
    await permit(request.responseUri, () => postRefusal(send, request)).catch(codeOf);
  }

  reset(): void {
    this.#turn++;
    this.#stage = 'idle';
    this.#judged = undefined;
    this.#failure = undefined;
    this.#host = undefined;
    this.#continueAt = undefined;
    this.#found = undefined;
  }

  async #judge(input: Exclude<RequestInput, { kind: 'reference' }>, turn: number): Promise<void> {
    await this.#freshTrust();
    if (turn !== this.#turn) return;
    const now = this.#ports.clock();
    const { profile, latest } = this.#chain;
    const request = input.kind === 'request' ? input.request : this.#open(input, now);
    this.#host = hostOf(request.responseUri);
    this.#judged = judgeOnlineRequest(request, latest?.trust, policyOf(profile), now);
    this.#stage = 'judged';
  }

  #open(
    { jwt, clientId }: { readonly jwt: string; readonly clientId: string },
    now: Date,
  ): AuthorizationRequest {
    const verifiers = this.#chain.latest?.trust.pack.registry.verifiers;
    return openRequestObject(jwt, clientId, (id) => verifiers?.get(id)?.key, now);
  }

  /** A link opens the app anew: who asks is known only once the registry is. */
  async #freshTrust(): Promise<void> {
    if (this.#chain.latest === undefined) await this.#chain.sync();
  }

  /** @throws {@link ExchangeError} `exchange/anchor-pending` if one has no registered copy: half an answer is none. */
  async #sign(judged: JudgedOnlineRequest, proposed: readonly ProposedDocument<Viewed>[]) {
    const now = this.#ports.clock().getTime();
    const { clientId: audience, nonce } = judged.request;
    const context = { audience, nonce, iat: Math.floor(now / 1000) };
    const vpToken: Record<string, string[]> = {};
    const anchors: Record<string, JsonObject[]> = {};
    for (const { id, viewed, names } of proposed) {
      const copy = await takeCopy(this.#wallet, viewed.held, useOf(judged, names, now));
      if (copy === undefined) throw new ExchangeError('exchange/anchor-pending', id);
      const sign = (message: Uint8Array) => this.#ports.keys.sign(copy.privateJwk, message);
      vpToken[id] = [await presentSdJwt(copy.sdJwt, names, context, sign)];
      anchors[id] = [{ ...copy.anchor }];
    }
    return { vpToken, anchors };
  }

  async #guarded(back: OnlineStage, action: (turn: number) => Promise<void>): Promise<void> {
    const turn = this.#turn;
    this.#failure = undefined;
    this.#stage = 'working';
    try {
      await action(turn);
    } catch (refusal) {
      const code = codeOf(refusal);
      if (turn !== this.#turn) return;
      this.#failure = code;
      this.#stage = back;
    }
  }
}

/** @throws {@link PresentationError} `vp/bad-destination` for a name or port that no computer can have. */
function hostOf(untrusted: string): string {
  if (!URL.canParse(untrusted)) throw new PresentationError('vp/bad-destination', 'host');
  return new URL(untrusted).host;
}
