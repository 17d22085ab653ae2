/** The demo's documents, issued, presented and anchored as in life. Keys and salts are fixed. */
import { SUBJECTS } from '../../../src/consortium/desk/subjects.ts';
import { formatBase64Url } from '#core/bytes/index.ts';
import {
  disclosurePolicy,
  issueSdJwt,
  presentSdJwt,
  type JsonObject,
} from '#core/credential/index.ts';
import type { Presentation } from '#core/qr/index.ts';
import { buildBatch, credentialLeaf, type AnchorProof } from '#core/registry/index.ts';
import { counting, HOLDER, ISSUER, NOW_S } from '../credential/craft.ts';

const DAY_S = 86_400;
const TODAY_S = NOW_S - (NOW_S % DAY_S);

/** Subjects of the demo, by name. */
export type SubjectId = 'noodle-house' | 'technology-company' | 'hotel-invoice';

/** The document of a subject with all its disclosures, as the issuer gives it out. */
export function issued(id: SubjectId): Promise<string> {
  const subject = SUBJECTS.find((one) => one.id === id);
  if (subject === undefined) throw new Error(id);
  const random = counting();
  const claims: JsonObject = {
    ...subject.claims,
    ...(subject.issuer === 'tax' && { claim_secret: formatBase64Url(random(32)) }),
  };
  const sortedOut = (isHidden: boolean): JsonObject =>
    Object.fromEntries(
      Object.entries(claims).filter(
        ([name]) => (disclosurePolicy(subject.vct, name) === 'always') === isHidden,
      ),
    );
  const iss = `https://lightseal.example/issuer/${subject.issuer}`;
  return issueSdJwt({
    payload: {
      iss,
      iat: TODAY_S,
      exp: TODAY_S + 365 * DAY_S,
      vct: subject.vct,
      status: { status_list: { idx: 41_923, uri: `${iss}/status/1` } },
      ...sortedOut(false),
    },
    disclosable: sortedOut(true),
    holderJwk: HOLDER.jwk,
    kid: `${subject.issuer}-1`,
    random,
    sign: ISSUER.sign,
  });
}

/** A document as a wallet shows it at a counter that cannot ask. */
export async function presented(
  id: SubjectId,
  claimNames: readonly string[],
): Promise<Presentation> {
  const compact = await issued(id);
  const context = {
    audience: 'lightseal:broadcast',
    nonce: formatBase64Url(counting()(16)),
    iat: NOW_S + 12_345,
  };
  const sdJwt = await presentSdJwt(compact, claimNames, context, HOLDER.sign);
  return { sdJwt, anchor: anchorOf(compact, id === 'hotel-invoice' ? 'tax' : 'market-regulation') };
}

/** In a batch of the smallest size, 256 leaves. */
export function anchorOf(sdJwt: string, issuer: string): AnchorProof {
  const leaf = credentialLeaf(sdJwt.split('~')[0] ?? '');
  const place = buildBatch([leaf], counting()).prove(leaf);
  if (place === undefined) throw new Error('leaf');
  return { issuer, batch: 1234, ...place };
}
