/**
 * Transactions of the registry (DESIGN §2.1). A transaction is `{content, signatures}`; `content`
 * is the exact byte string that was signed:
 *
 *     CBOR ["lightseal/tx/1", chain id, signer, sequence, body]
 *
 * The tag comes first, so that no signature over anything else (a JWT, a statement) is one over a
 * transaction. `sequence` is the number of transactions of that signer included before.
 */
import { encodeCbor, type Cbor } from '../bytes/index.ts';
import { distinct } from './entries.ts';
import { LIMITS } from './limits.ts';
import { GOVERNANCE_KEY, kid, signerId } from './registry-key.ts';
import {
  bytes,
  decodeShape,
  encodeShape,
  fields,
  integer,
  list,
  oneOf,
  text,
  type Shape,
} from './shape.ts';
import { bodyShape, type Claim, type TxBody } from './tx-body.ts';

const TAG = 'lightseal/tx/1';
const CLAIM_TAG = 'lightseal/claim/1';

/** What is signed. */
export interface TxContent {
  readonly chainId: string;
  /** `governance`, `issuer/<id>` or `verifier/<id>`. */
  readonly signer: string;
  readonly sequence: number;
  readonly body: TxBody;
}

/** A signature by a founder (`key` is the founder's id) or an issuer's key (`key` is the kid). */
export interface TxSignature {
  readonly key: string;
  readonly signature: Uint8Array;
}

/** A transaction as it is included in a block. */
export interface RegistryTx {
  readonly content: TxContent;
  /** The very bytes that the signatures cover. */
  readonly signBytes: Uint8Array;
  readonly signatures: readonly TxSignature[];
}

const signer: Shape<string> = (untrusted) =>
  untrusted === GOVERNANCE_KEY ? untrusted : signerId(untrusted);

const chainId = text(/^[\x21-\x7e]{1,50}$/);

const contentShape: Shape<TxContent> = (untrusted) => {
  const [tag, chain, who, sequence, body] = list((item) => item, 5, 5)(untrusted);
  oneOf(TAG)(tag);
  return {
    chainId: chainId(chain),
    signer: signer(who),
    sequence: integer(0)(sequence),
    body: bodyShape(body),
  };
};

const txShape = fields({
  content: bytes(1, LIMITS.transactionBytes),
  signatures: distinct(
    list(fields({ key: kid, signature: bytes(64) }), 1, LIMITS.signatures),
    (signature) => signature.key,
  ),
});

/**
 * The bytes that a department signs.
 *
 * @throws {@link RegistryError} `registry/malformed` for content that no node would read.
 */
export function txSignBytes(content: TxContent): Uint8Array<ArrayBuffer> {
  const { chainId: chain, signer: who, sequence, body } = content;
  const item = [TAG, chain, who, sequence, body as unknown as Cbor];
  contentShape(item);
  return encodeCbor(item);
}

/** The bytes that the key of a claim signs: CBOR ["lightseal/claim/1", chain id, claimant, purpose]. */
export function claimSignBytes(
  chain: string,
  { claimant, purpose }: Pick<Claim, 'claimant' | 'purpose'>,
): Uint8Array<ArrayBuffer> {
  return encodeCbor([CLAIM_TAG, chain, claimant, purpose]);
}

/** @throws {@link RegistryError} `registry/malformed` or `registry/too-large`. */
export function encodeTx(
  signBytes: Uint8Array,
  signatures: readonly TxSignature[],
): Uint8Array<ArrayBuffer> {
  return encodeShape({ content: signBytes, signatures }, LIMITS.transactionBytes, txShape);
}

/**
 * Reads a transaction of at most 320 KiB. Its signatures are not verified yet.
 *
 * @throws {@link RegistryError} `registry/too-large` or `registry/malformed`.
 */
export function decodeTx(untrusted: Uint8Array): RegistryTx {
  const { content, signatures } = decodeShape(untrusted, LIMITS.transactionBytes, txShape);
  return { content: decodeTxContent(content), signBytes: content, signatures };
}

/**
 * Reads what a department is asked to sign.
 *
 * @throws {@link RegistryError} `registry/too-large` or `registry/malformed`.
 */
export function decodeTxContent(untrustedSignBytes: Uint8Array): TxContent {
  return decodeShape(untrustedSignBytes, LIMITS.transactionBytes, contentShape);
}

/** Signs bytes with one department's key: r‖s for ES256, R‖S for EdDSA. */
export interface TxSigner {
  readonly key: string;
  readonly sign: (message: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

/** Signs `content` with every signer and encodes the transaction. */
export async function signTx(
  content: TxContent,
  signers: readonly TxSigner[],
): Promise<Uint8Array<ArrayBuffer>> {
  const message = txSignBytes(content);
  const signed = signers.map(async ({ key, sign }) => ({ key, signature: await sign(message) }));
  return encodeTx(message, await Promise.all(signed));
}
