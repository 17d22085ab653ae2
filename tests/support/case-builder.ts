/** A document on the table with everything around it, each part replaceable. Nothing is random, `NOW` is fixed. */
import { deflateSync } from 'node:zlib';
import { encodeUtf8, formatBase64Url } from '#core/bytes/index.ts';
import type { HeaderFacts, WitnessReport } from '#core/chain/index.ts';
import {
  formatHolderJwk,
  issueStatusToken,
  presentationDigest,
  signJwt,
  withStatus,
  type Json,
  type JsonObject,
} from '#core/credential/index.ts';
import { trustHeader } from '#core/chain/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { encodeEnvelope } from '#core/qr/index.ts';
import {
  buildBatch,
  credentialLeaf,
  encodeGovernanceEntry,
  encodeIssuerEntry,
  encodeLogHead,
  encodeStatusEntry,
  encodeVerifierEntry,
  logHead,
  registryRoot,
  verifyTrustPack,
  type AnchorProof,
  type BatchEntry,
  type IssuerEntry,
  type IssuerKey,
  type LogHead,
  type StatusEntry,
  type UntrustedPack,
  type VerifierEntry,
} from '#core/registry/index.ts';
import {
  BROADCAST_AUDIENCE,
  BROADCAST_REQUIRED,
  BROADCAST_WINDOW,
  MAX_PRINT_MS,
  type Policy,
  type Trust,
} from '#core/verify/index.ts';
import {
  counting,
  digest,
  HOLDER,
  testKey,
  text,
  VCT,
  type TestKey,
} from '../core/credential/craft.ts';
import { CHAIN, GOVERNANCE, nameOf } from '../core/registry/departments.ts';

export const NOW = new Date('2026-11-20T08:00:00Z');
export const NOW_MS = NOW.getTime();
export const DAY_MS = 86_400_000;
/** Height of the header; the batch is at {@link BATCH_HEIGHT}, before it. */
export const HEIGHT = 100;
export const BATCH_HEIGHT = 50;
export const ISSUER_ID = 'market';
export const ISS = `https://lightseal.example/issuer/${ISSUER_ID}`;
export const LIST_URI = `${ISS}/status/1`;
export const STATUS_INDEX = 7;
export const MARKET_KEY = testKey('market-1');
export const NONCE = 'AAECAwQFBgcICQoLDA0ODw';
/** A claim that is hidden unless it is disclosed. */
export const HIDDEN: Json = ['c2FsdCBvZiAxNiBieXRlcw', 'legal_person', '示例人'];

export const POLICY: Policy = {
  required: BROADCAST_REQUIRED,
  maxTrustAgeMs: 3_600_000,
  maxStatusAgeMs: DAY_MS,
  trustingPeriodMs: 7 * DAY_MS,
  clockDriftMs: 10_000,
  broadcast: BROADCAST_WINDOW,
  maxPrintMs: MAX_PRINT_MS,
};

/** What is different from a good document before an honest verifier. */
export interface CaseChange {
  /** Over the issuer-signed payload; a claim given as `null` is left out. */
  readonly payload?: JsonObject;
  readonly jwtHeader?: JsonObject;
  /** Who really signs the licence. */
  readonly signer?: TestKey;
  /** Presented beside the hidden claim, though the issuer has signed no digest of it. */
  readonly slipped?: Json;
  readonly unbound?: true;
  /** Over the payload of the key binding. */
  readonly binding?: JsonObject;
  /** Who really signs the key binding. */
  readonly holder?: TestKey;
  readonly anchor?: Partial<AnchorProof>;
  readonly batch?: Partial<BatchEntry>;
  /** Another issuer whose log holds the very same batch. */
  readonly otherLog?: string;
  /** `null`: the registry does not know the issuer. */
  readonly issuer?: Partial<IssuerEntry> | null;
  readonly key?: Partial<IssuerKey>;
  /** Further issuers of the registry. */
  readonly others?: Readonly<Record<string, IssuerEntry>>;
  /** Verifiers of the registry. */
  readonly verifiers?: Readonly<Record<string, VerifierEntry>>;
  /** Status of the document in the list. */
  readonly status?: number;
  readonly list?: ListChange;
  readonly claims?: LogHead;
  readonly header?: Partial<HeaderFacts>;
  readonly conflict?: true;
  readonly witnesses?: readonly WitnessReport[];
  readonly policy?: Partial<Policy>;
}

/** What is different in the status list. Times in milliseconds. */
export interface ListChange extends Partial<Pick<StatusEntry, 'validUntilMs' | 'height'>> {
  readonly missing?: true;
  readonly issuedMs?: number;
  readonly expiresMs?: number;
  readonly uri?: string;
  readonly kid?: string;
  readonly signer?: TestKey;
  /** How many documents it has room for. */
  readonly capacity?: number;
}

export interface BuiltCase {
  readonly text: string;
  readonly sdJwt: string;
  readonly anchor: AnchorProof;
  readonly trust: Trust;
  readonly policy: Policy;
}

/** Builds a code and what its verifier holds. The pack is verified against its header. */
export async function buildCase(change: CaseChange = {}): Promise<BuiltCase> {
  const jwt = await licence(change);
  const sdJwt = await present(jwt, change);
  const { batch, place } = batchWith(credentialLeaf(jwt), change);
  const anchor: AnchorProof = { issuer: ISSUER_ID, batch: 0, ...place, ...change.anchor };
  return {
    text: encodeEnvelope({ sdJwt, anchor }),
    sdJwt,
    anchor,
    trust: await trustOver([batch], change),
    policy: { ...POLICY, ...change.policy },
  };
}

/** The issuer-signed part. */
export function licence(change: CaseChange = {}): Promise<string> {
  const payload: JsonObject = {
    iss: ISS,
    iat: NOW_MS / 1000 - 86_400,
    exp: NOW_MS / 1000 + 86_400,
    vct: VCT,
    cnf: { jwk: { ...formatHolderJwk(HOLDER.publicKey) } },
    status: { status_list: { idx: STATUS_INDEX, uri: LIST_URI } },
    name: '示例科技有限公司',
    _sd: [digest(HIDDEN)],
    _sd_alg: 'sha-256',
    ...change.payload,
  };
  const kept = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null));
  const header = { alg: 'ES256', typ: 'dc+sd-jwt', kid: 'market-1', ...change.jwtHeader };
  return signJwt(header, kept, (change.signer ?? MARKET_KEY).sign);
}

/** With the hidden claim disclosed and a key binding for a broadcast. */
export async function present(jwt: string, change: CaseChange = {}): Promise<string> {
  const hidden = change.payload?.['_sd'] === null ? [] : [text(HIDDEN)];
  const slipped = change.slipped === undefined ? [] : [text(change.slipped)];
  const bound = [jwt, ...hidden, ...slipped, ''].join('~');
  if (change.unbound) return bound;
  const binding = {
    iat: NOW_MS / 1000,
    aud: BROADCAST_AUDIENCE,
    nonce: NONCE,
    sd_hash: presentationDigest(bound),
    ...change.binding,
  };
  const { sign } = change.holder ?? HOLDER;
  return bound + (await signJwt({ alg: 'ES256', typ: 'kb+jwt' }, binding, sign));
}

/** A text with its place in a batch of 256. */
export function batchWith(leaf: Uint8Array, change: CaseChange = {}) {
  const { root, count, prove } = buildBatch([leaf], counting());
  const place = prove(leaf);
  if (place === undefined) throw new Error('the leaf is not in its own batch');
  const timeMs = NOW_MS - 50_000;
  return { place, batch: { root, count, height: BATCH_HEIGHT, timeMs, ...change.batch } };
}

/** What a verifier holds: registry and lists are checked against the header as in life. */
export async function trustOver(
  batches: readonly BatchEntry[],
  change: CaseChange = {},
): Promise<Trust> {
  const material = await materialOf(batches, change);
  const header = trustHeader({
    chainId: CHAIN,
    height: HEIGHT,
    timeNs: BigInt(NOW_MS - 5_000) * 1_000_000n,
    hash: sha256(encodeUtf8('header')),
    appHash: registryRoot(material.entries),
    ...change.header,
  });
  return {
    header,
    pack: verifyTrustPack(material, header),
    witnesses: change.witnesses ?? [{ node: 0, outcome: 'agrees', elapsedMs: 1 }],
    conflict: change.conflict ?? false,
  };
}

/** The registry's entry of the issuer; its history and key begin at height 1. */
export function issuerEntry(change: CaseChange = {}): IssuerEntry {
  const key: IssuerKey = {
    kid: 'market-1',
    alg: 'ES256',
    publicKey: MARKET_KEY.publicKey,
    from: 1,
    ...change.key,
  };
  return {
    name: nameOf(ISSUER_ID),
    keys: [key],
    types: [{ vct: VCT, from: 1 }],
    history: [{ status: 'active', since: 1 }],
    ...change.issuer,
  };
}

/** A pack's parts as a node gives them. */
export async function materialOf(
  batches: readonly BatchEntry[],
  change: CaseChange = {},
): Promise<UntrustedPack> {
  const { missing, validUntilMs = NOW_MS + DAY_MS, height = 60 } = change.list ?? {};
  const token = await statusToken(change);
  const entries = new Map([
    ['governance', encodeGovernanceEntry(GOVERNANCE)],
    [
      `status/${ISSUER_ID}/1`,
      encodeStatusEntry({ digest: sha256(encodeUtf8(token)), height, validUntilMs }),
    ],
  ]);
  if (change.issuer !== null)
    entries.set(`issuer/${ISSUER_ID}`, encodeIssuerEntry(issuerEntry(change)));
  for (const [id, entry] of Object.entries(change.others ?? {}))
    entries.set(`issuer/${id}`, encodeIssuerEntry(entry));
  for (const [id, entry] of Object.entries(change.verifiers ?? {}))
    entries.set(`verifier/${id}`, encodeVerifierEntry(entry));
  const logs = [ISSUER_ID, ...(change.otherLog === undefined ? [] : [change.otherLog])];
  for (const log of logs) entries.set(`log/${log}`, encodeLogHead(logHead(batches)));
  if (change.claims !== undefined) entries.set('claims', encodeLogHead(change.claims));
  return {
    entries,
    batches: new Map(logs.map((log) => [log, batches])),
    statusTokens: new Map(missing ? [] : [[`${ISSUER_ID}/1`, token]]),
  };
}

function statusToken({ list = {}, status = 0 }: CaseChange): Promise<string> {
  const empty = { bits: 2 as const, bytes: new Uint8Array((list.capacity ?? 1024) / 4) };
  const issuedMs = list.issuedMs ?? NOW_MS - 60_000;
  return issueStatusToken({
    uri: list.uri ?? LIST_URI,
    kid: list.kid ?? 'market-1',
    iat: issuedMs / 1000,
    exp: (list.expiresMs ?? NOW_MS + DAY_MS) / 1000,
    ttl: 300,
    list: status === 0 ? empty : withStatus(empty, STATUS_INDEX, status),
    deflate: deflateSync,
    sign: (list.signer ?? MARKET_KEY).sign,
  });
}

/** Sixteen bytes as a nonce, other for each number. */
export function nonceOf(number: number): string {
  return formatBase64Url(sha256(encodeUtf8(`nonce ${String(number)}`)).slice(0, 16));
}
