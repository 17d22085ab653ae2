import type { ConsortiumProfile, LocalText } from '#core/chain/index.ts';
import type { Validator } from '#core/cometbft/index.ts';
import type { TxBody, TxSigner, VerifierEntry } from '#core/registry/index.ts';
import type { Mutation } from '../rpc/index.ts';
import type { BlockIntervals } from './block-producer.ts';
import type { Random } from './consortium-home.ts';
import type { EmbeddedChain } from './embedded-chain.ts';
import type { IssuerRegistration } from './set-up-registry.ts';
import type { TxReceipt } from './transactor.ts';

/** Everything has a default but what the issuer desk must bring. */
export interface ConsortiumOptions {
  /** Folder for keys and blocks; in memory if left out. */
  readonly home?: string;
  /** One for each of the four nodes; 0 for any free port. */
  readonly ports?: readonly number[];
  /** Origins whose pages may ask the nodes. */
  readonly corsOrigins?: readonly string[];
  readonly issuers?: readonly IssuerRegistration[];
  /** Verifiers by id. */
  readonly verifiers?: ReadonlyMap<string, VerifierEntry>;
  /** Credential type → SHA-256 of its metadata document. */
  readonly types?: ReadonlyMap<string, Uint8Array>;
  readonly intervals?: BlockIntervals;
  /** Nanoseconds since 1970. */
  readonly nowNs?: () => bigint;
  readonly random?: Random;
  /** How long `broadcast_tx_commit` and `transact` wait for a block. */
  readonly commitTimeoutMs?: number;
}

/** One department's node. A stopped one neither answers nor votes. */
export interface ConsortiumNode {
  readonly id: string;
  readonly name: LocalText;
  readonly url: string;
  readonly isRunning: boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** For tests only: makes the node answer something else. */
  setMutation(mutation: Mutation | undefined): void;
}

/** What is known of any running consortium, whatever its engine. */
export interface RunningConsortium {
  readonly chainId: string;
  /** The first block whose header proves the registry as it was set up. */
  readonly anchor: ConsortiumProfile['anchor'];
  readonly founders: ConsortiumProfile['founders'];
  readonly nodes: readonly Pick<
    ConsortiumNode,
    'id' | 'name' | 'url' | 'isRunning' | 'start' | 'stop'
  >[];
  stop(): Promise<void>;
}

/** A running consortium on the embedded chain. */
export interface Consortium extends RunningConsortium {
  readonly chain: EmbeddedChain;
  readonly validators: readonly Validator[];
  readonly nodes: readonly ConsortiumNode[];
  /** Submits a signed transaction and waits until it is in a block. */
  submit(tx: Uint8Array): Promise<TxReceipt>;
  /** Signs with the next sequence of `signer` (`issuer/<id>`), submits and waits. */
  transact(signer: string, body: TxBody, signers: readonly TxSigner[]): Promise<TxReceipt>;
  /** The same with the founders' signatures. */
  foundersSign(body: TxBody): Promise<TxReceipt>;
  /** The next sequence number of a signer, counting what waits. */
  nextSequence(signer: string): number;
}
