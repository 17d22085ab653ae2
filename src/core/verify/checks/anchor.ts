import {
  credentialLeaf,
  RegistryError,
  verifyAnchor,
  type AnchorProof,
  type BatchEntry,
} from '../../registry/index.ts';
import { answer, type Case } from '../case.ts';
import type { Check } from '../types.ts';

/** `anchor`: the credential is a leaf of the batch, and the batch is in its issuer's log. */
export function checkAnchor(c: Case): Check {
  if (c.anchor === undefined) return answer('unknown', 'anchor/batch-unknown');
  const facts = { batch: c.anchor.batch };
  // Another issuer's batch would let one department vouch for the papers of another.
  if (c.anchor.issuer !== c.issuerId) return answer('fail', 'anchor/other-issuer', facts);
  if (c.batch === undefined) return answer('unknown', 'anchor/batch-unknown', facts);
  return included(c, c.anchor, c.batch);
}

function included(c: Case, anchor: AnchorProof, batch: BatchEntry): Check {
  const facts = {
    batch: anchor.batch,
    count: batch.count,
    height: batch.height,
    timeMs: batch.timeMs,
  };
  try {
    verifyAnchor(credentialLeaf(c.sdJwt.jwt), anchor, batch);
    return answer('pass', 'anchor/included', facts);
  } catch (refusal) {
    if (!(refusal instanceof RegistryError)) throw refusal;
    const sizes = refusal.code === 'registry/anchor-size-mismatch';
    return answer('fail', sizes ? 'anchor/size-mismatch' : 'anchor/not-included', facts);
  }
}
