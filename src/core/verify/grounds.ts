/** What the registry answers about whatever a document refers to. */
import type {
  AnchorProof,
  BatchEntry,
  Excerpt,
  IssuerEntry,
  StatusEntry,
  TrustPack,
} from '../registry/index.ts';
import type { SuppliedTrust, Trust } from './types.ts';

/** `undefined` is always "not known here", never "there is none". */
export interface Grounds {
  readonly issuer: (id: string) => IssuerEntry | undefined;
  readonly batch: (place: Pick<AnchorProof, 'issuer' | 'batch'>) => BatchEntry | undefined;
  /** By `<issuer>/<list>`. */
  readonly statusList: (name: string) => ListedStatus | undefined;
  /** SHA-256 of the type's metadata document. */
  readonly type: (vct: string) => Uint8Array | undefined;
  /** Claims registered so far. */
  readonly claims: number | undefined;
}

/** A status list token with the entry that names its digest. */
export interface ListedStatus {
  readonly entry: StatusEntry;
  readonly token: string;
}

export function groundsOf(trust: Trust | SuppliedTrust): Grounds {
  return 'pack' in trust ? ofPack(trust.pack) : ofExcerpt(trust.excerpt);
}

/** A pack holds the whole registry: a claims log that it lacks is one that nobody has begun. */
function ofPack({ registry, batches, statusTokens }: TrustPack): Grounds {
  return {
    issuer: (id) => registry.issuers.get(id),
    batch: ({ issuer, batch }) => batches.get(issuer)?.[batch],
    statusList: (name) => listed(registry.statuses.get(name), statusTokens.get(name)),
    type: (vct) => registry.types.get(vct)?.digest,
    claims: registry.logs.get('claims')?.size ?? 0,
  };
}

/** Whoever brings an excerpt along chooses what it leaves out. */
function ofExcerpt({ issuers, statuses, batch: held, status }: Excerpt): Grounds {
  return {
    issuer: (id) => issuers.get(id),
    batch: ({ issuer, batch }) =>
      issuer === held.issuer && batch === held.number ? held.entry : undefined,
    statusList: (name) =>
      name === status.list ? listed(statuses.get(name), status.token) : undefined,
    type: () => undefined,
    claims: undefined,
  };
}

function listed(entry: StatusEntry | undefined, token: string | undefined) {
  return entry === undefined || token === undefined ? undefined : { entry, token };
}
