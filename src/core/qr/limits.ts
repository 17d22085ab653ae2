/** Bounds of a code, checked before anything is parsed. */
export const LIMITS = {
  /** Characters of the densest alphanumeric QR code. */
  text: 4296,
  body: 4096,
  disclosures: 64,
  depth: 8,
  members: 64,
} as const;
