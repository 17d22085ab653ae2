/** A document as the vault keeps it. */
import type { LocalText } from '#core/chain/index.ts';
import type { DeliveryNotice, DocumentAccess, RedeemedDocument } from '#core/exchange/index.ts';
import type { AnchorProof } from '#core/registry/index.ts';
import type { HolderKey, PrivateJwk } from './ports.ts';

/** Which of the documents of which offer it is, so that the offer is known again. */
export interface Origin {
  readonly marks: readonly string[];
  readonly configurationId: string;
}

/** A document of an offer that was redeemed, and that has not arrived: all that can still fetch it. */
export interface Pending extends RedeemedDocument<HolderKey> {
  readonly origin?: Origin;
}

/** Its id becomes that of the document. */
export interface KeptPending {
  readonly id: string;
  readonly value: Pending;
}

/** Names of the vault's collections. */
export const COLLECTIONS = { documents: 'documents', pending: 'pending' } as const;

/** One copy: its own key, salts, status index and batch, so that two shows cannot be linked. */
export interface Copy {
  readonly sdJwt: string;
  readonly privateJwk: PrivateJwk;
  /** Absent while the issuer's batch is still open. */
  readonly anchor?: StoredAnchor;
  /** How often it has been shown. */
  readonly shows: number;
}

/** An anchor proof as JSON: the path in base64url. */
export interface StoredAnchor extends Omit<AnchorProof, 'path'> {
  readonly path: readonly string[];
}

/** One show, as the usage log keeps it. */
export interface Use {
  readonly atMs: number;
  /** Claims that were shown beyond the document's face. */
  readonly claims: readonly string[];
  /** Who had asked, as the registry named it then. */
  readonly asker?: LocalText;
  /** What for; absent where nothing had been asked. */
  readonly purpose?: LocalText;
  /** It went out on paper. */
  readonly printed?: true;
}

/** What a document said before its issuer changed it: to be read, and without the keys to show it. */
export interface EarlierVersion {
  readonly sdJwt: string;
  readonly receivedAtMs: number;
  readonly replacedAtMs: number;
}

export interface HeldDocument {
  readonly id: string;
  /** A document of another chain cannot be verified under this profile. */
  readonly chainId: string;
  /** Where it was collected and where anchor proofs come from. */
  readonly credentialIssuer: string;
  /** When this content was received. */
  readonly receivedAtMs: number;
  readonly copies: readonly Copy[];
  /** With which the wallet asks its issuer for prints and further copies; absent if it gave none. */
  readonly access?: DocumentAccess;
  /** Absent for what an older version has received. */
  readonly origin?: Origin;
  /** When it gave further copies last. */
  readonly renewedAtMs?: number;
  /** When its issuer refused further copies for good, and in which state the document was then. */
  readonly refused?: { readonly state: string; readonly atMs: number };
  /** With which its issuer is told what became of the last delivery. */
  readonly notice?: DeliveryNotice;
  /** Newest first; absent before the first show. */
  readonly uses?: readonly Use[];
  /** Newest first; absent before the first change. */
  readonly earlier?: readonly EarlierVersion[];
}
