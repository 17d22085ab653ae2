/** Two blocks of one set, with a gap between them, and what verifies the later one. */
import type { Engine } from '#core/chain/index.ts';
import { voteSignBytes, timeNs, type LightBlock } from '#core/cometbft/index.ts';
import { buildChain, members } from '../../support/chain-builder.ts';

export interface Gap {
  readonly trusted: LightBlock;
  readonly untrusted: LightBlock;
}

/** Equal power, everybody signed. */
export function commitOf(size: number): Gap {
  const set = members(size);
  const chain = buildChain({ length: 3, membersAt: () => set });
  const [trusted, , untrusted] = chain;
  if (trusted === undefined || untrusted === undefined) throw new Error('no chain');
  return { trusted, untrusted };
}

/** One full step, as the app takes it: all hashes, the trust of the set before, the quorum. */
export async function stepOver(
  engine: Engine<LightBlock>,
  { trusted, untrusted }: Gap,
): Promise<void> {
  const outcome = await engine.verifyStep(trusted, untrusted, {
    chainId: trusted.header.chainId,
    trustLevel: { numerator: 2, denominator: 3 },
    trustingPeriodNs: 3_600_000_000_000n,
    clockDriftNs: 10_000_000_000n,
    nowNs: timeNs(untrusted.header.time) + 1_000_000_000n,
  });
  if (outcome !== 'verified') throw new Error(outcome);
}

/** The straightforward verifier: the baseline of every ratio. */
export async function oneAfterTheOther({ header, commit, validators }: LightBlock): Promise<void> {
  for (const [index, slot] of commit.signatures.entries()) {
    const raw = Uint8Array.from(validators[index]?.key.bytes ?? []);
    const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
    const message = Uint8Array.from(voteSignBytes(header.chainId, commit, slot));
    const signature = Uint8Array.from(slot.signature);
    if (!(await crypto.subtle.verify('Ed25519', key, signature, message))) throw new Error('bad');
  }
}
