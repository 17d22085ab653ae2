import { decodeQRBatch } from 'qr/decode.js';
import type { Decode } from './decode.ts';

const MOST = 4;

/** Second best on most pictures, and without WebAssembly. */
export const decodePlainly: Decode = async (image) => {
  const [found = []] = await decodeQRBatch([image]);
  return found.filter((each) => typeof each === 'string').slice(0, MOST);
};
