/** Bounds of a code, checked before anything is parsed. */
export const LIMITS = {
  /** Characters of the densest alphanumeric QR code. */
  text: 4296,
  /** Of a code that is read at a glance: version 27, level L, 1,418 bytes. */
  glance: 2131,
  body: 4096,
  disclosures: 64,
  depth: 8,
  members: 64,
  /** Bytes of a payload in several frames, and symbols that it is split into. */
  stream: 256 * 1024,
  symbols: 1024,
  /** Light blocks that a self-contained proof may bring along. */
  blocks: 64,
} as const;
