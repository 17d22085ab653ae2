export type * from './ports.ts';
export { Ed25519Batch, isReducedScalar, type Ed25519Triple } from './ed25519-batch.ts';
export type { Instantiate } from './edwards-sum.ts';
export type { FieldExports } from './field-module.ts';
export { hkdfSha256, ripemd160, sha256, sha512 } from './hash.ts';
export { plainCrypto } from './plain-crypto.ts';
export {
  ALGORITHMS,
  isSignatureAlgorithm,
  isValidEd25519Zip215,
  isValidSecp256k1,
  isValidSignature,
  type AlgorithmRow,
  type SignatureAlgorithm,
  type SignatureVerifier,
} from './signature.ts';
