/** An attack stops the client for good: it is kept, handed in, and not forgotten by itself. */
import {
  AttackError,
  ChainError,
  exportEvidence,
  reportEvidence,
  type ConsortiumProfile,
} from '#core/chain/index.ts';
import type { AttackRecord, DamagedRecord } from './chain-protocol.ts';
import type { KeptPacks } from './kept-packs.ts';
import type { SyncPorts } from './sync-ports.ts';

export class AttackGuard {
  readonly #profile: ConsortiumProfile;
  readonly #packs: KeptPacks;

  constructor(profile: ConsortiumProfile, packs: KeptPacks) {
    this.#profile = profile;
    this.#packs = packs;
  }

  /** @throws {@link ChainError} `chain/attack` once one was found. */
  async verifyNone(): Promise<void> {
    if ((await this.#packs.attack()) === undefined) return;
    throw new ChainError('chain/attack', 'an attack was found before; people have to look first');
  }

  /** Whatever attack comes to light stops the client, and is handed in. */
  async watch<T>(ports: SyncPorts, action: () => Promise<T>): Promise<T> {
    await this.verifyNone();
    try {
      return await action();
    } catch (refusal) {
      if (refusal instanceof AttackError) {
        await this.#packs.keepAttack(refusal.attack);
        // Best effort: whatever becomes of it, the attack stands.
        void reportEvidence(ports.sources, refusal.attack, ports.patience);
      }
      throw refusal;
    }
  }

  /** The attack that stopped the client, with the file for those who run the consortium. */
  async record(): Promise<AttackRecord | DamagedRecord | undefined> {
    const attack = await this.#packs.attack();
    if (attack === undefined) return undefined;
    if (attack === 'damaged') return { isDamaged: true };
    const { kind, height, commonHeight, primary, node, foundAtMs } = attack;
    const file = exportEvidence(attack, this.#profile);
    return { kind, height, commonHeight, primary, node, foundAtMs, file };
  }
}
