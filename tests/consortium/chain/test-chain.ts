/** An embedded chain with fixed keys and a clock that the test moves. */
import { ed25519 } from '@noble/curves/ed25519.js';
import type { BlockLog } from '#consortium/chain/block-log.ts';
import type { ChainRules, DecidedBlock } from '#consortium/chain/decide-block.ts';
import { DEPARTMENTS } from '#consortium/chain/departments.ts';
import { EmbeddedChain } from '#consortium/chain/embedded-chain.ts';
import { inSetOrder, validatorIdentity } from '#consortium/chain/validators.ts';
import { RegistryApp } from '#consortium/registry-app/index.ts';
import { encodeUtf8 } from '#core/bytes/index.ts';
import { timestampOf, type LightBlock } from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { genesisState, signTx, type TxBody, type TxSigner } from '#core/registry/index.ts';

export const START_NS = 1_800_000_000_000_000_000n;
export const CHAIN_ID = 'lightseal-test-1';
export const EVERYONE: ReadonlySet<number> = new Set([0, 1, 2, 3]);

const seed = (name: string) => sha256(encodeUtf8(name));

const FOUNDERS: readonly TxSigner[] = DEPARTMENTS.map(({ id }) => ({
  key: id,
  sign: (message) => ed25519.sign(message, seed(`founder ${id}`)),
}));

export const RULES: ChainRules = {
  chainId: CHAIN_ID,
  genesisTime: timestampOf(START_NS),
  appVersion: 1n,
  validators: inSetOrder(
    DEPARTMENTS.map(({ id, name }) => validatorIdentity(id, name, seed(`validator ${id}`))),
  ),
};

export class TestChain extends EmbeddedChain {
  readonly clock: { ns: bigint };

  constructor(log?: BlockLog) {
    const clock = { ns: START_NS };
    const founders = DEPARTMENTS.map(({ id, name }) => ({
      id,
      name,
      publicKey: ed25519.getPublicKey(seed(`founder ${id}`)),
    }));
    super(
      RULES,
      new RegistryApp(genesisState(CHAIN_ID, { founders, threshold: 3 })),
      () => clock.ns,
      log,
    );
    this.clock = clock;
  }

  /** One second later, one block. */
  next(online: ReadonlySet<number> = EVERYONE): DecidedBlock {
    this.clock.ns += 1_000_000_000n;
    const block = this.produceBlock(online);
    if (block === undefined) throw new Error('no quorum');
    return block;
  }
}

/** A governance transaction that sets a type, signed by as many founders. */
export function typeTx(sequence: number, signers = 3, chainId = CHAIN_ID): Promise<Uint8Array> {
  const body: TxBody = {
    kind: 'set-type',
    vct: `type-${String(sequence)}`,
    digest: new Uint8Array(32).fill(sequence),
  };
  const content = { chainId, signer: 'governance', sequence, body };
  return signTx(content, FOUNDERS.slice(0, signers));
}

/** What a light client makes of a decided block. */
export function lightBlock({ header, commit }: DecidedBlock): LightBlock {
  const validators = RULES.validators.map(({ validator }) => validator);
  return { header, commit, validators, nextValidators: validators };
}
