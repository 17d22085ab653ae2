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
import type { LocalText } from '../chain/index.ts';
import type { SignatureAlgorithm } from '../crypto/index.ts';
import {
  algorithm,
  distinct,
  governanceShape,
  localText,
  sized,
  verifierShape,
} from './entries.ts';
import { LIMITS } from './limits.ts';
import { GOVERNANCE_KEY, id, issuerId, kid, signerId, vct } from './registry-key.ts';
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
import type { GovernanceEntry, IssuerStatus, VerifierEntry } from './types.ts';

const TAG = 'lightseal/tx/1';
const CLAIM_TAG = 'lightseal/claim/1';

/**
 * An issuer as governance wants it from the next block on. The state machine itself writes the
 * heights: what is new begins, what is left out ends, nothing that was is ever forgotten.
 */
export interface IssuerSetting {
  readonly name: LocalText;
  readonly keys: readonly {
    readonly kid: string;
    readonly alg: SignatureAlgorithm;
    readonly publicKey: Uint8Array;
    readonly compromisedSince?: number;
  }[];
  readonly types: readonly string[];
  readonly status: IssuerStatus;
  readonly successor?: string;
}

/** What a transaction does. */
export type TxBody =
  | { readonly kind: 'set-governance'; readonly governance: GovernanceEntry }
  | { readonly kind: 'set-issuer'; readonly issuer: string; readonly setting: IssuerSetting }
  | { readonly kind: 'set-verifier'; readonly verifier: string; readonly entry: VerifierEntry }
  | { readonly kind: 'set-type'; readonly vct: string; readonly digest: Uint8Array }
  | {
      readonly kind: 'append-batch';
      readonly issuer: string;
      readonly root: Uint8Array;
      readonly count: number;
    }
  | {
      readonly kind: 'publish-status';
      readonly issuer: string;
      readonly list: string;
      /** ASCII of the status list token. */
      readonly token: Uint8Array;
      readonly validUntilMs: number;
    }
  | {
      readonly kind: 'set-validator';
      /** Ed25519. */
      readonly publicKey: Uint8Array;
      readonly name: LocalText;
      /** None removes it. */
      readonly power: number;
    }
  | ({ readonly kind: 'claim' } & Claim)
  | {
      readonly kind: 'append-record';
      readonly log: 'evidence' | 'consents';
      readonly digest: Uint8Array;
    };

/** The first one that claims a key holds it (DESIGN §2.1). */
export interface Claim {
  /** Ed25519 public key of the claim. */
  readonly key: Uint8Array;
  /** Identifier of the party that signs the transaction. */
  readonly claimant: string;
  readonly purpose: string;
  /** By `key` over `claimSignBytes`: who merely saw a claim pass by cannot make it theirs. */
  readonly proof: Uint8Array;
}

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

const settingShape: Shape<IssuerSetting> = fields(
  {
    name: localText,
    keys: distinct(
      list(
        sized(
          fields(
            { kid, alg: algorithm, publicKey: bytes(32, 64) },
            { compromisedSince: integer(0) },
          ),
        ),
        1,
        LIMITS.keysPerIssuer,
      ),
      (key) => key.kid,
    ),
    types: distinct(list(vct, 0, LIMITS.typesPerIssuer), (type) => type),
    status: oneOf('active', 'suspended', 'retired'),
  },
  { successor: issuerId },
);

const digest = bytes(32);
const BODY: { readonly [K in TxBody['kind']]: Shape<Extract<TxBody, { kind: K }>> } = {
  'set-governance': fields({ kind: oneOf('set-governance'), governance: governanceShape }),
  'set-issuer': fields({ kind: oneOf('set-issuer'), issuer: issuerId, setting: settingShape }),
  'set-verifier': fields({ kind: oneOf('set-verifier'), verifier: id, entry: verifierShape }),
  'set-type': fields({ kind: oneOf('set-type'), vct, digest }),
  'append-batch': fields({
    kind: oneOf('append-batch'),
    issuer: issuerId,
    root: digest,
    count: integer(1, LIMITS.batchMax),
  }),
  'publish-status': fields({
    kind: oneOf('publish-status'),
    issuer: issuerId,
    list: id,
    token: bytes(1, LIMITS.tokenBytes),
    validUntilMs: integer(0),
  }),
  'set-validator': fields({
    kind: oneOf('set-validator'),
    publicKey: bytes(32),
    name: localText,
    power: integer(0, LIMITS.validatorPower),
  }),
  claim: fields({
    kind: oneOf('claim'),
    key: bytes(32),
    claimant: id,
    purpose: id,
    proof: bytes(64),
  }),
  'append-record': fields({
    kind: oneOf('append-record'),
    log: oneOf('evidence', 'consents'),
    digest,
  }),
};

const bodyKind = oneOf(
  'set-governance',
  'set-issuer',
  'set-verifier',
  'set-type',
  'append-batch',
  'publish-status',
  'set-validator',
  'claim',
  'append-record',
);

const bodyShape: Shape<TxBody> = (untrusted) => BODY[kindOf(untrusted)](untrusted);

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

function kindOf(untrusted: Cbor | undefined): TxBody['kind'] {
  const isMap = typeof untrusted === 'object' && untrusted !== null && 'kind' in untrusted;
  return bodyKind(isMap ? untrusted['kind'] : undefined);
}
