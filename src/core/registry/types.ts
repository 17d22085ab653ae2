/** What the consortium agrees on (DESIGN §2.1). All ranges are heights; history is kept. */
import type { LocalText } from '../chain/index.ts';
import type { SignatureAlgorithm } from '../crypto/index.ts';

/** From a height on, until before another. */
export interface HeightRange {
  readonly from: number;
  readonly until?: number;
}

/** A key of an issuer: it signs credentials, status lists and the issuer's transactions. */
export interface IssuerKey extends HeightRange {
  readonly kid: string;
  readonly alg: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  /** A batch at or after this height does not count for this key. */
  readonly compromisedSince?: number;
}

export type IssuerStatus = 'active' | 'suspended' | 'retired';

/** `issuer/<id>` */
export interface IssuerEntry {
  readonly name: LocalText;
  readonly keys: readonly IssuerKey[];
  readonly types: readonly (HeightRange & { readonly vct: string })[];
  /** Ascending by height, never empty; the last one holds now. */
  readonly history: readonly { readonly status: IssuerStatus; readonly since: number }[];
  /** Issuer that goes on publishing status for a retired one. */
  readonly successor?: string;
}

/** `verifier/<id>` */
export interface VerifierEntry {
  readonly name: LocalText;
  readonly key: {
    readonly kid: string;
    readonly alg: SignatureAlgorithm;
    readonly publicKey: Uint8Array;
  };
  readonly purposes: readonly {
    readonly id: string;
    readonly name: LocalText;
    readonly vct: string;
    readonly claims: readonly string[];
  }[];
}

/** `log/<issuer>`, and `claims`, `evidence`, `consents`: an RFC 6962 log. */
export interface LogHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** One leaf of an issuer's log: the leaf's bytes are its deterministic CBOR. */
export interface BatchEntry {
  readonly root: Uint8Array;
  readonly count: number;
  /** Of the block, not the issuer's word; time in milliseconds since 1970. */
  readonly height: number;
  readonly timeMs: number;
}

/** `status/<issuer>/<list>` */
export interface StatusEntry {
  /** SHA-256 of the ASCII of the status list token. */
  readonly digest: Uint8Array;
  readonly height: number;
  readonly validUntilMs: number;
}

/** `type/<vct>` */
export interface TypeEntry {
  /** SHA-256 of the type metadata document's octets. */
  readonly digest: Uint8Array;
}

/** `validator/<Ed25519 public key, hex>` */
export interface ValidatorEntry {
  readonly name: LocalText;
  /** None: it has left. */
  readonly power: number;
}

/** One leaf of the log `claims`: who was the first to claim. */
export interface ClaimEntry {
  /** Ed25519 public key: of one invoice in all its copies, and telling nothing about it. */
  readonly key: Uint8Array;
  /** Identifier of the accredited party. */
  readonly claimant: string;
  readonly purpose: string;
  readonly height: number;
  readonly timeMs: number;
}

/** One leaf of the logs `evidence` and `consents`. */
export interface RecordEntry {
  /** `issuer/<id>` or `verifier/<id>`. */
  readonly signer: string;
  /** SHA-256 of what is recorded, with enough randomness in it that nobody can guess it. */
  readonly digest: Uint8Array;
  readonly height: number;
  readonly timeMs: number;
}

/** `governance` */
export interface GovernanceEntry {
  readonly founders: readonly {
    readonly id: string;
    readonly name: LocalText;
    readonly publicKey: Uint8Array;
  }[];
  readonly threshold: number;
}

/** The registry, decoded: every entry that the map holds, by the rest of its key. */
export interface Registry {
  readonly governance: GovernanceEntry;
  readonly issuers: ReadonlyMap<string, IssuerEntry>;
  readonly verifiers: ReadonlyMap<string, VerifierEntry>;
  readonly logs: ReadonlyMap<string, LogHead>;
  /** By `<issuer>/<list>`. */
  readonly statuses: ReadonlyMap<string, StatusEntry>;
  readonly types: ReadonlyMap<string, TypeEntry>;
  /** By public key. */
  readonly validators: ReadonlyMap<string, ValidatorEntry>;
}

/**
 * Where a credential sits (DESIGN §2.2): leaf = SHA-256(0x00 ‖ SHA-256(issuer-signed JWT, ASCII)).
 * Untrusted until verified against the batch.
 */
export interface AnchorProof {
  readonly issuer: string;
  readonly batch: number;
  readonly size: number;
  readonly index: number;
  readonly path: readonly Uint8Array[];
}

/**
 * A trust pack (DESIGN §2.3) whose every byte was checked against one verified header. Only
 * `verifyTrustPack` builds one.
 */
export interface TrustPack {
  readonly chainId: string;
  /** The header whose `appHash` the registry hashes to. */
  readonly height: number;
  readonly timeMs: number;
  readonly registry: Registry;
  readonly batches: ReadonlyMap<string, readonly BatchEntry[]>;
  /** Status list tokens (compact JWT) by `<issuer>/<list>`; a list that could not be had is absent. */
  readonly statusTokens: ReadonlyMap<string, string>;
}
