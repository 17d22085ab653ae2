/** Anchor proofs (DESIGN §2.2) as JSON and as CBOR, and what they prove. */
import {
  BytesError,
  concatBytes,
  encodeCbor,
  encodeUtf8,
  formatBase64Url,
  parseBase64Url,
  type Cbor,
} from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import { leafHash, MerkleError, verifyHashInclusion } from '../merkle/index.ts';
import { LIMITS } from './limits.ts';
import { issuerId } from './registry-key.ts';
import { RegistryError } from './registry-error.ts';
import { bytes, decodeShape, fields, integer, list, malformed, text } from './shape.ts';
import type { AnchorProof, BatchEntry } from './types.ts';

const MAX_JSON = 4096;
const MAX_CBOR = 1024;

const numbers = {
  batch: integer(0),
  size: integer(1, LIMITS.batchMax),
  index: integer(0, LIMITS.batchMax - 1),
};
const jsonShape = fields({
  issuer: issuerId,
  ...numbers,
  path: list(text(/^[A-Za-z0-9_-]{43}$/), 0, LIMITS.anchorPath),
});

/** Leaf of a credential: SHA-256(0x00 ‖ SHA-256(issuer-signed JWT, ASCII)), 32 bytes. */
export function credentialLeaf(issuerJwtAscii: string): Uint8Array<ArrayBuffer> {
  return leafHash(sha256(encodeUtf8(issuerJwtAscii)));
}

/**
 * Verifies that `leaf` is in `batch`, which must be the batch that `proof` names, taken from a
 * verified log.
 *
 * @throws {@link RegistryError} `registry/anchor-size-mismatch` if the proof's size is not the
 * batch's count, `registry/anchor-not-included` if it leads elsewhere.
 */
export function verifyAnchor(leaf: Uint8Array, untrusted: AnchorProof, batch: BatchEntry): void {
  if (untrusted.size !== batch.count) {
    throw new RegistryError('registry/anchor-size-mismatch', 'proof of a batch of another size');
  }
  try {
    const { index, size: total, path: aunts } = untrusted;
    verifyHashInclusion(batch.root, leaf, { index, total, aunts });
  } catch (cause) {
    if (!(cause instanceof MerkleError)) throw cause;
    throw new RegistryError('registry/anchor-not-included', 'not in the batch', { cause });
  }
}

/** JSON text `{issuer, batch, size, index, path: [base64url…]}`. */
export function formatAnchorProof(proof: AnchorProof): string {
  const path = proof.path.map(formatBase64Url);
  return JSON.stringify({ ...pick(proof), path });
}

/** @throws {@link RegistryError} `registry/too-large` or `registry/malformed`. */
export function parseAnchorProof(untrustedText: string): AnchorProof {
  if (untrustedText.length > MAX_JSON) throw new RegistryError('registry/too-large', 'proof');
  const proof = jsonShape(parseJson(untrustedText));
  return { ...proof, path: proof.path.map(readHash) };
}

/** The proof as a CBOR item, to stand inside another one: `[issuer, batch, size, index, path]`. */
export function anchorProofToCbor(proof: AnchorProof): Cbor {
  return [proof.issuer, proof.batch, proof.size, proof.index, concatBytes(...proof.path)];
}

/** @throws {@link RegistryError} `registry/malformed`. */
export function anchorProofFromCbor(untrusted: Cbor): AnchorProof {
  const [first, batch, size, index, path, ...more] = list((item) => item, 5, 5)(untrusted);
  const joined = bytes(0, 32 * LIMITS.anchorPath)(path);
  if (joined.length % 32 !== 0 || more.length > 0) throw malformed('path');
  return {
    issuer: issuerId(first),
    batch: numbers.batch(batch),
    size: numbers.size(size),
    index: numbers.index(index),
    path: Array.from({ length: joined.length / 32 }, (_, at) =>
      joined.slice(32 * at, 32 * at + 32),
    ),
  };
}

/** Deterministic CBOR of {@link anchorProofToCbor}. */
export function encodeAnchorProof(proof: AnchorProof): Uint8Array<ArrayBuffer> {
  return encodeCbor(anchorProofToCbor(proof));
}

/** @throws {@link RegistryError} `registry/too-large` or `registry/malformed`. */
export function decodeAnchorProof(untrusted: Uint8Array): AnchorProof {
  return decodeShape(untrusted, MAX_CBOR, (item) => {
    if (item === undefined) throw malformed('proof');
    return anchorProofFromCbor(item);
  });
}

function pick({ issuer, batch, size, index }: AnchorProof): Omit<AnchorProof, 'path'> {
  return { issuer, batch, size, index };
}

function parseJson(untrustedText: string): Cbor {
  try {
    return JSON.parse(untrustedText) as Cbor;
  } catch (cause) {
    throw new RegistryError('registry/malformed', 'not JSON', { cause });
  }
}

function readHash(untrustedText: string): Uint8Array {
  try {
    return parseBase64Url(untrustedText);
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause;
    throw new RegistryError('registry/malformed', 'not a hash', { cause });
  }
}
