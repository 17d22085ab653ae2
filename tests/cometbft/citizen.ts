/** A document that is registered on real nodes, and whoever verifies it with the wallet's own keeper. */
import { makeProfile, type IssuerRegistration } from '#consortium/chain/index.ts';
import { awaitOutcome, broadcast, nodeCall, ProvenChain } from '#consortium/client/index.ts';
import type { CometbftConsortium } from '#consortium/cometbft/index.ts';
import { encodeUtf8 } from '#core/bytes/index.ts';
import { trustHeader } from '#core/chain/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { encodeEnvelope } from '#core/qr/index.ts';
import { credentialLeaf, signTx, type AnchorProof, type TxBody } from '#core/registry/index.ts';
import { verify, type Report, type Trust } from '#core/verify/index.ts';
import { VCT } from '../core/credential/craft.ts';
import { nameOf } from '../core/registry/departments.ts';
import {
  batchWith,
  DAY_MS,
  ISSUER_ID,
  licence,
  MARKET_KEY,
  materialOf,
  POLICY,
  present,
  type CaseChange,
} from '../support/case-builder.ts';
import { PaperPage } from '../workers/paper-page.ts';

export const MARKET: IssuerRegistration = {
  id: ISSUER_ID,
  name: nameOf(ISSUER_ID),
  keys: [{ kid: 'market-1', publicKey: MARKET_KEY.publicKey }],
  vcts: [VCT],
};

/** Issues a licence today: its batch and its status list are proven to be on the chain. */
export async function issueLicence(consortium: CometbftConsortium) {
  const now = Math.floor(Date.now() / 1000) * 1000;
  const change: CaseChange = {
    payload: { iat: now / 1000 - 86_400, exp: now / 1000 + 86_400 },
    list: { issuedMs: now - 60_000, expiresMs: now + DAY_MS },
  };
  const jwt = await licence(change);
  const { batch, place } = batchWith(credentialLeaf(jwt), change);
  const { statusTokens } = await materialOf([batch], change);
  const token = encodeUtf8(statusTokens.get(`${ISSUER_ID}/1`) ?? '');
  const { root, count } = batch;
  const list = { issuer: ISSUER_ID, list: '1', token, validUntilMs: now + DAY_MS };
  await write(consortium, 0, { kind: 'append-batch', issuer: ISSUER_ID, root, count });
  await write(consortium, 1, { kind: 'publish-status', ...list });
  return { jwt, change, anchor: { issuer: ISSUER_ID, batch: 0, ...place } };
}

async function write(consortium: CometbftConsortium, sequence: number, body: TxBody) {
  const { chainId } = consortium;
  const chain = new ProvenChain(makeProfile(consortium, []));
  const signers = [{ key: 'market-1', sign: MARKET_KEY.sign }];
  const tx = await signTx({ chainId, signer: `issuer/${ISSUER_ID}`, sequence, body }, signers);
  await broadcast(chain.nodes, tx);
  const outcome = await awaitOutcome(chain, sha256(tx), { pollMs: 50 });
  if (outcome?.result.code !== 0) throw new Error('not taken');
}

/** A device with this consortium's profile; what it trusted stays until a sync brings more. */
export class Inspector {
  readonly #page: PaperPage;
  readonly #keeper: ReturnType<PaperPage['keeper']>;
  #trust: Trust | undefined;

  constructor(consortium: CometbftConsortium) {
    const profile = makeProfile(consortium, []);
    this.#page = new PaperPage(profile.nodes.map(({ url }) => nodeCall(url)));
    this.#keeper = this.#page.keeper(profile);
  }

  async sync(): Promise<void> {
    const result = await this.#keeper.sync(new Date(), () => undefined);
    const { header, pack, witnesses, conflict } = result;
    this.#trust = { header: trustHeader(header), pack, witnesses, conflict };
  }

  /** Judges a code that the holder makes now. */
  async inspect(
    { jwt, change, anchor }: { jwt: string; change: CaseChange; anchor: AnchorProof },
    maxTrustAgeMs: number,
  ): Promise<Report> {
    const now = new Date();
    const binding = { iat: Math.floor(now.getTime() / 1000) };
    const sdJwt = await present(jwt, { ...change, binding });
    const text = encodeEnvelope({ sdJwt, anchor });
    return verify(text, this.#trust, { ...POLICY, maxTrustAgeMs }, () => false, now);
  }
}
