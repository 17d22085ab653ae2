/** Validators that broke the rules of voting, as blocks hold it against them. */
import { equalBytes, formatHex } from '../bytes/index.ts';
import { verifyBackwards } from '../chain/index.ts';
import { hashEvidence, verifyEvidenceList, type BlockEvidence } from './evidence-list.ts';
import { headerFacts } from './header-facts.ts';
import { object } from './json.ts';
import { headersBetween } from './rpc-source.ts';
import { orGarbage, type RpcCall } from './rpc-call.ts';
import type { Header } from './types.ts';

/** One validator in one piece of evidence. Plain data. */
export interface Misconduct {
  /** `signed-twice`: two votes in one round; `signed-false-block`: a block that is not the chain's. */
  readonly kind: 'signed-twice' | 'signed-false-block';
  /** Address of the validator, hex. */
  readonly address: string;
  /** Where it was done. */
  readonly height: number;
  /** The block that holds it against the validator. */
  readonly blockHeight: number;
}

const NO_EVIDENCE = hashEvidence([]);

/**
 * Looks through the blocks from height `from` to `head`, the newest first. The headers are verified along
 * the hashes, and the evidence under each `evidence_hash`: a node can hold an answer back, never
 * invent or leave out anything. Two thirds of the power decided those blocks, so the
 * signatures in the evidence are not verified again.
 *
 * @param head - Verified by the light client.
 * @throws {@link ChainError} `chain/invalid-header`; {@link CometbftError} `cometbft/proof-mismatch`,
 * `cometbft/unsupported-proof`; {@link SourceError} as the node's RPC, `source/garbage` for what cannot be read.
 */
export async function findMisconduct(
  call: RpcCall,
  head: Header,
  from: number,
): Promise<readonly Misconduct[]> {
  const found: Misconduct[] = [];
  for (const header of await headersDownTo(call, head, from)) {
    if (equalBytes(header.evidenceHash, NO_EVIDENCE)) continue;
    const list = await evidenceOf(call, header);
    found.push(...list.flatMap((one) => namedIn(one, header.height)));
  }
  return found;
}

/** Verified, the newest first. */
async function headersDownTo(call: RpcCall, head: Header, from: number): Promise<Header[]> {
  const headers = [head];
  await verifyBackwards(headerFacts(head), from, async (min, max) => {
    const older = await orGarbage(() => headersBetween(call, min, max));
    headers.push(...older.toReversed());
    return older.map(headerFacts);
  });
  return headers;
}

async function evidenceOf(call: RpcCall, header: Header): Promise<readonly BlockEvidence[]> {
  const answer = await call('block', { height: String(header.height) });
  const untrusted = await orGarbage(() => {
    const block = object(object(answer, 'result')['block'], 'block');
    return Promise.resolve(object(block['evidence'], 'evidence')['evidence']);
  });
  return verifyEvidenceList(header, untrusted);
}

function namedIn(evidence: BlockEvidence, blockHeight: number): readonly Misconduct[] {
  if (evidence.kind === 'duplicate-vote') {
    const [{ address, height }] = evidence.votes;
    return [{ kind: 'signed-twice', address: formatHex(address), height, blockHeight }];
  }
  const { height } = evidence.conflicting.header;
  return evidence.culprits.map(({ address }) => ({
    kind: 'signed-false-block',
    address: formatHex(address),
    height,
    blockHeight,
  }));
}
