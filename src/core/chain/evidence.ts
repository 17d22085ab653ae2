/** What becomes of an attack: a file for people, and a report for the nodes. */
import type { Attack } from './attack.ts';
import { patiences, settle, within, type Patience } from './patience.ts';
import type { LightBlockSource } from './ports.ts';
import type { ConsortiumProfile, LocalText } from './profile.ts';

/** A file to be handed to those who run the consortium. */
export interface EvidenceFile {
  readonly name: string;
  readonly mediaType: 'application/json';
  readonly text: string;
}

/**
 * Writes an attack as a file: who contradicted whom and when, and the evidence both ways in the form
 * that a node's `broadcast_evidence` takes. The two contradicting blocks are in it whole, each with
 * its votes and validators.
 */
export function exportEvidence(attack: Attack, profile: ConsortiumProfile): EvidenceFile {
  const { kind, height, commonHeight, evidence } = attack;
  const content = {
    format: 'lightseal/attack-evidence/1',
    chainId: profile.chainId,
    consortium: profile.name,
    foundAt: new Date(attack.foundAtMs).toISOString(),
    kind,
    commonHeight: String(commonHeight),
    height: String(height),
    primary: nodeOf(profile, attack.primary),
    witness: nodeOf(profile, attack.node),
    evidence: [
      { against: 'witness', evidence: evidence[0] },
      { against: 'primary', evidence: evidence[1] },
    ],
  };
  return {
    name: `${profile.chainId}-evidence-${height}.json`,
    mediaType: 'application/json',
    text: `${JSON.stringify(content, undefined, 2)}\n`,
  };
}

/** `null` for what the device itself had stored. */
function nodeOf(
  { nodes }: ConsortiumProfile,
  node: number | undefined,
): { readonly name: LocalText; readonly url: string } | null {
  const known = node === undefined ? undefined : nodes[node];
  return known === undefined ? null : { name: known.name, url: known.url };
}

/** Nodes cannot judge their newest height before the block after it: so long what they refuse may rest. */
const PATIENCES_TO_NEXT_BLOCK = 3;

/** What became of one piece of evidence at one node. */
export interface EvidenceReport {
  readonly node: number;
  readonly against: 'witness' | 'primary';
  readonly isTaken: boolean;
}

/**
 * Hands the evidence in: against the primary to all other nodes, against the witness to all but the
 * witness; where it was not taken, once more after a while. A node that refuses or does not answer
 * hides nothing: the attack stands, and the file of {@link exportEvidence} is complete without it. It
 * never refuses.
 */
export async function reportEvidence<Block>(
  sources: readonly LightBlockSource<Block>[],
  attack: Attack,
  patience: Patience,
): Promise<readonly EvidenceReport[]> {
  const [againstWitness, againstPrimary] = attack.evidence;
  const reports = sources.flatMap((source, node) => [
    ...(node === attack.primary ? [] : [report(source, node, 'primary', againstPrimary, patience)]),
    ...(node === attack.node ? [] : [report(source, node, 'witness', againstWitness, patience)]),
  ]);
  return await Promise.all(reports);
}

async function report<Block>(
  source: LightBlockSource<Block>,
  node: number,
  against: EvidenceReport['against'],
  evidence: unknown,
  patience: Patience,
): Promise<EvidenceReport> {
  if (source.reportEvidence === undefined) return { node, against, isTaken: false };
  const isTaken = await handIn(source, evidence, patience);
  if (isTaken) return { node, against, isTaken };
  await patiences(patience, PATIENCES_TO_NEXT_BLOCK);
  return { node, against, isTaken: await handIn(source, evidence, patience) };
}

async function handIn<Block>(
  source: LightBlockSource<Block>,
  evidence: unknown,
  patience: Patience,
): Promise<boolean> {
  const sent = source.reportEvidence?.(evidence);
  return sent !== undefined && 'value' in (await settle(within(patience, sent)));
}
