/** What transactions do, and the only forms in which it is read. */
import type { Cbor } from '../bytes/index.ts';
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
import { id, issuerId, kid, vct } from './registry-key.ts';
import { bytes, fields, integer, list, oneOf, type Shape } from './shape.ts';
import type { GovernanceEntry, IssuerStatus, VerifierEntry } from './types.ts';

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

const bodyKind = oneOf(...(Object.keys(BODY) as TxBody['kind'][]));

/** Reads a body of a kind that there is. @throws {@link RegistryError} `registry/malformed`. */
export const bodyShape: Shape<TxBody> = (untrusted) => BODY[kindOf(untrusted)](untrusted);

function kindOf(untrusted: Cbor | undefined): TxBody['kind'] {
  const isMap = typeof untrusted === 'object' && untrusted !== null && 'kind' in untrusted;
  return bodyKind(isMap ? untrusted['kind'] : undefined);
}
