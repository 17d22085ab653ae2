/** What a document is good for now. */
export type DocumentState =
  | 'valid'
  | 'expiring'
  | 'expired'
  | 'revoked'
  | 'suspended'
  | 'unknown'
  | 'anchoring'
  | 'early'
  | 'demo';
