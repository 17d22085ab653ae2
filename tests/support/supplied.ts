/** What the light client makes of the data that come along with a document on the table. */
import { encodeUtf8 } from '#core/bytes/index.ts';
import { trustHeader } from '#core/chain/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { encodeSelfContained } from '#core/qr/index.ts';
import { registryRoot, takeExcerpt, verifyExcerpt, type BatchEntry } from '#core/registry/index.ts';
import type { SuppliedTrust } from '#core/verify/index.ts';
import { VCT } from '../core/credential/craft.ts';
import {
  HEIGHT,
  ISSUER_ID,
  materialOf,
  NOW_MS,
  type BuiltCase,
  type CaseChange,
} from './case-builder.ts';

/** The bytes of a proof whose blocks and excerpt nobody looks at: `suppliedOf` stands for them. */
export function proofOf(code: string): Uint8Array {
  return encodeSelfContained({ code, blocks: [Uint8Array.of(1)], excerpt: Uint8Array.of(2) });
}

/** Verified as in life, under a header of its own. */
export async function suppliedOf(
  { trust }: BuiltCase,
  change: CaseChange = {},
): Promise<SuppliedTrust> {
  const batches: readonly BatchEntry[] = trust.pack.batches.get(ISSUER_ID) ?? [];
  const material = await materialOf(batches, change);
  const need = { issuer: ISSUER_ID, batch: 0, vct: VCT, list: `${ISSUER_ID}/1` };
  const header = trustHeader({
    chainId: trust.header.chainId,
    height: HEIGHT,
    timeNs: BigInt(NOW_MS - 5_000) * 1_000_000n,
    hash: sha256(encodeUtf8('supplied')),
    appHash: registryRoot(material.entries),
    ...change.header,
  });
  const excerpt = verifyExcerpt(takeExcerpt(material, need), header);
  return { header, excerpt, witnesses: [], conflict: change.conflict ?? false };
}
