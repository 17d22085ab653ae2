import type { ClaimRule } from '#core/credential/index.ts';
import type { LocalText } from '#core/chain/index.ts';
import type { DocumentState } from '../primitives/document-state.ts';

/** What a type calls itself and its claims; type metadata fits. */
export interface DocumentType {
  readonly vct: string;
  readonly name: LocalText;
  readonly claims: readonly ClaimRule[];
}

/** A document as it is drawn. */
export interface DocumentView {
  readonly type: DocumentType;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly issuer: LocalText;
  readonly state: DocumentState;
  /** For `expiring`. */
  readonly daysLeft?: number | undefined;
  /** Issued under the demo profile. */
  readonly demo: boolean;
}
