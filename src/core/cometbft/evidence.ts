/** Evidence of a light-client attack (CometBFT v0.38, `types/evidence.go`), in the node's JSON. */
import { compareBytes, equalBytes, formatHex } from '../bytes/index.ts';
import { formatCommit, formatHeader, formatValidator } from './format.ts';
import { formatTime } from './time.ts';
import { BLOCK_ID_FLAG, type LightBlock, type Validator } from './types.ts';
import { totalPower } from './validator-set.ts';

/**
 * Names the attack: `lunatic` invented state, `equivocation` signed two blocks in one round,
 * `amnesia` changed its mind between rounds.
 */
export function attackKind(conflicting: LightBlock, trusted: LightBlock) {
  const invented = (
    ['validatorsHash', 'nextValidatorsHash', 'consensusHash', 'appHash', 'lastResultsHash'] as const
  ).some((field) => !equalBytes(conflicting.header[field], trusted.header[field]));
  if (invented) return 'lunatic';
  return conflicting.commit.round === trusted.commit.round ? 'equivocation' : 'amnesia';
}

/**
 * Builds what `broadcast_evidence` takes.
 *
 * @param common - The last block that both sides agree on.
 */
export function attackEvidence(common: LightBlock, conflicting: LightBlock, trusted: LightBlock) {
  const kind = attackKind(conflicting, trusted);
  const base = kind === 'lunatic' ? common : trusted;
  const { header, commit, validators } = conflicting;
  return {
    type: 'tendermint/LightClientAttackEvidence',
    value: {
      ConflictingBlock: {
        signed_header: { header: formatHeader(header), commit: formatCommit(commit) },
        validator_set: {
          validators: validators.map(formatValidator),
          proposer: formatProposer(conflicting),
        },
      },
      CommonHeight: String(base.header.height),
      ByzantineValidators: byzantine(kind, common, conflicting, trusted).map(formatValidator),
      TotalVotingPower: String(totalPower(base.validators)),
      Timestamp: formatTime(base.header.time),
    },
  };
}

/** Nodes refuse a set without a proposer; its priority is not hashed, so any member will do. */
function formatProposer({ header, validators }: LightBlock) {
  const named = validators.find(({ address }) => equalBytes(address, header.proposerAddress));
  const proposer = named ?? validators[0];
  return proposer === undefined ? null : formatValidator(proposer);
}

function byzantine(
  kind: ReturnType<typeof attackKind>,
  common: LightBlock,
  conflicting: LightBlock,
  trusted: LightBlock,
): Validator[] {
  if (kind === 'amnesia') return [];
  const signers =
    kind === 'lunatic' ? lunatics(common, conflicting) : doubleSigners(conflicting, trusted);
  return signers.sort((a, b) =>
    a.power === b.power ? compareBytes(a.address, b.address) : a.power > b.power ? -1 : 1,
  );
}

function lunatics(common: LightBlock, conflicting: LightBlock): Validator[] {
  const voted = new Set(signersOf(conflicting).map((index) => addressAt(conflicting, index)));
  return common.validators.filter(({ address }) => voted.has(formatHex(address)));
}

function doubleSigners(conflicting: LightBlock, trusted: LightBlock): Validator[] {
  const both = new Set(signersOf(trusted));
  return signersOf(conflicting)
    .filter((index) => both.has(index))
    .flatMap((index) => conflicting.validators[index] ?? []);
}

function signersOf({ commit }: LightBlock): number[] {
  return commit.signatures.flatMap(({ flag }, index) =>
    flag === BLOCK_ID_FLAG.commit ? index : [],
  );
}

function addressAt({ commit }: LightBlock, index: number): string {
  return formatHex(commit.signatures[index]?.address ?? new Uint8Array());
}
