/** Stands for CometBFT: calls an application over its socket. */
import { connect, type Socket } from 'node:net';
import { ed25519 } from '@noble/curves/ed25519.js';
import {
  AbciApplication,
  AbciServer,
  type AbciAddress,
  type ApplicationOptions,
  genesisJson,
} from '#consortium/abci/index.ts';
import { encodeFrame, FrameReader } from '#consortium/abci/frames.ts';
import { Request, Response } from '#consortium/abci/messages.ts';
import type { RegistryStore } from '#consortium/registry-app/index.ts';
import { encodeUtf8, formatHex } from '#core/bytes/index.ts';
import { CHAIN, GOVERNANCE, nameOf, seed } from '../../core/registry/departments.ts';

export const VALIDATORS = ['a', 'b'].map((name) => ed25519.getPublicKey(seed(name)));

/** One connection: requests go out, answers are given in their order. */
export class Connection {
  readonly socket: Socket;
  readonly answers: Response[] = [];
  readonly closed: Promise<void>;
  #waiting: (() => void)[] = [];

  constructor(address: AbciAddress) {
    this.socket = connect(address as never);
    const reader = new FrameReader();
    this.socket.on('data', (piece: Uint8Array) => {
      this.answers.push(...reader.push(piece).map((message) => Response.decode(message)));
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      this.socket.once('close', () => {
        for (const wake of this.#waiting.splice(0)) wake();
        resolve();
      });
    });
  }

  send(...requests: readonly unknown[]): void {
    const frames = requests.map((request) =>
      encodeFrame(Request.encode(Request.fromPartial(request as never)).finish()),
    );
    for (const frame of frames) this.socket.write(frame);
  }

  /** Sends, and gives the answers to exactly these. */
  async ask(...requests: readonly unknown[]): Promise<Response[]> {
    const end = this.answers.length + requests.length;
    this.send(...requests);
    while (this.answers.length < end && !this.socket.destroyed) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return this.answers.slice(end - requests.length, end);
  }
}

export async function serve(
  store: RegistryStore,
  address: AbciAddress,
  options: Partial<ApplicationOptions> = {},
) {
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown) => troubles.push(error);
  const application = await AbciApplication.open(store, { nowMs: () => 1_000, ...options });
  const server = new AbciServer({ application, address, onTrouble });
  const port = await server.start();
  const bound = 'path' in address ? address : { host: address.host, port: port ?? 0 };
  return { server, troubles, application, connect: () => new Connection(bound) };
}

export function initChain(change: object = {}): object {
  const validators = new Map(VALIDATORS.map((key, at) => [formatHex(key), nameOf(`v${at}`)]));
  const genesis = { ...genesisJson({ governance: GOVERNANCE, validators }), ...change };
  return {
    initChain: {
      chainId: CHAIN,
      appStateBytes: encodeUtf8(JSON.stringify(genesis)),
      validators: VALIDATORS.map((ed25519Key) => ({ pubKey: { ed25519: ed25519Key }, power: 10n })),
      initialHeight: 1n,
    },
  };
}

export const finalize = (height: number, txs: readonly Uint8Array[]): object => ({
  finalizeBlock: {
    height: BigInt(height),
    txs,
    time: { seconds: BigInt(height), nanos: 5_000_000 },
  },
});
