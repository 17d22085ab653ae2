export type * from './ports.ts';
export { hkdfSha256, ripemd160, sha256, sha512 } from './hash.ts';
export {
  ALGORITHMS,
  isSignatureAlgorithm,
  isValidEd25519Zip215,
  isValidSecp256k1,
  isValidSignature,
  type AlgorithmRow,
  type SignatureAlgorithm,
} from './signature.ts';
