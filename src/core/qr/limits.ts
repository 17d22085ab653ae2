/** What a presentation was read from: one code, or a stream, which holds a portrait besides. */
export type Carrier = 'code' | 'stream';

/** Bounds of a code, checked before anything is parsed. */
export const LIMITS = {
  /** Characters of a presentation: of the densest alphanumeric code, and of 32 KiB and their head. */
  text: { code: 4296, stream: 49_162 },
  /** Of a code that is read at a glance: version 27, level L, 1,418 bytes. */
  glance: 2131,
  /** Bytes of a presentation, inflated. A portrait takes 16 KiB of it at most. */
  body: { code: 4096, stream: 32 * 1024 },
  disclosures: 64,
  depth: 8,
  members: 64,
  /** Bytes of a payload in several frames, and symbols that it is split into. */
  stream: 256 * 1024,
  symbols: 1024,
  /** Bytes of a parcel of trust data, in a file; a stream carries no more than a stream. */
  parcel: 64 * 1024 * 1024,
  /** Light blocks that a self-contained proof or a parcel may bring along. */
  blocks: 64,
  /** Presentations that one stream may hold, and documents that one request may ask for. */
  documents: 10,
} as const;
