import type { LinkedFacts } from '../chain/index.ts';
import { hashHeader } from './hash-header.ts';
import { timeNs } from './time.ts';
import type { Header } from './types.ts';

/** A header as the light client sees it; its hash is computed here and now. */
export function headerFacts(header: Header): LinkedFacts {
  return {
    chainId: header.chainId,
    height: header.height,
    timeNs: timeNs(header.time),
    hash: hashHeader(header),
    appHash: header.appHash,
    lastBlockHash: header.lastBlockId.hash,
  };
}
