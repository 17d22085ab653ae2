/** The fourteen fields of a header as items of CBOR, in the order in which they are hashed. */
import type { Cbor } from '../bytes/index.ts';
import { items, octets, whole, wide } from './cbor-items.ts';
import { malformed } from './cometbft-error.ts';
import { HEADER_HASHES, type Header } from './types.ts';

const MAX_CHAIN_ID = 50;
/** An application's hash has any length; everything else is a SHA-256, an address or empty. */
const LENGTHS = Array.from({ length: 65 }, (_, length) => length);

export function headerToItems(header: Header): Cbor {
  const { version, time, lastBlockId } = header;
  return [
    [version.block, version.app],
    header.chainId,
    header.height,
    [time.seconds, time.nanos],
    [lastBlockId.hash, lastBlockId.parts.total, lastBlockId.parts.hash],
    HEADER_HASHES.map((name) => header[name]),
  ];
}

/** @throws {@link CometbftError} `cometbft/malformed`. */
export function headerFromItems(untrusted: Cbor | undefined): Header {
  const [version, chainId, height, time, lastBlock, hashes] = items(untrusted, 6);
  const [block, app] = items(version, 2);
  const [seconds, nanos] = items(time, 2);
  const [hash, total, partsHash] = items(lastBlock, 3);
  if (typeof chainId !== 'string' || chainId.length > MAX_CHAIN_ID) throw malformed('chain id');
  return {
    version: { block: wide(block), app: wide(app) },
    chainId,
    height: whole(height),
    time: { seconds: wide(seconds), nanos: whole(nanos, 999_999_999) },
    lastBlockId: {
      hash: octets(hash, [0, 32]),
      parts: { total: whole(total, 0xffff_ffff), hash: octets(partsHash, [0, 32]) },
    },
    ...readHashes(items(hashes, HEADER_HASHES.length)),
  };
}

type Hashes = Pick<Header, (typeof HEADER_HASHES)[number]>;

function readHashes(untrusted: readonly Cbor[]): Hashes {
  const read = HEADER_HASHES.map((name, at) => [name, octets(untrusted[at], LENGTHS)] as const);
  return Object.fromEntries(read) as unknown as Hashes;
}
