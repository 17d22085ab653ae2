/**
 * Whether what lies in the store has the shape that is expected there. It may be of another version of
 * the app, or damaged; what has not the shape counts as not stored. What it says is checked afterwards.
 */
import type { Attack } from '#core/chain/index.ts';
import type { LightBlock } from '#core/cometbft/index.ts';
import type { KeptPack, UnconfirmedPack } from './kept-packs.ts';

type Shape = (stored: unknown) => boolean;

const text: Shape = (stored) => typeof stored === 'string';
const number: Shape = (stored) => typeof stored === 'number';
const whole: Shape = (stored) => Number.isSafeInteger(stored);
const wide: Shape = (stored) => typeof stored === 'bigint';
const bytes: Shape = (stored) => stored instanceof Uint8Array;
const place: Shape = (stored) => stored === undefined || whole(stored);
const moment: Shape = (stored) => Number.isFinite(new Date(stored as number).getTime());
const hash: Shape = (stored) => stored instanceof Uint8Array && stored.length === 32;

function list(of: Shape): Shape {
  return (stored) => Array.isArray(stored) && stored.every(of);
}

function record(fields: Readonly<Record<string, Shape>>): Shape {
  const names = Object.entries(fields);
  return (stored) => {
    if (typeof stored !== 'object' || stored === null) return false;
    const found = stored as Readonly<Record<string, unknown>>;
    return names.every(([name, shape]) => shape(found[name]));
  };
}

const KINDS: readonly Attack['kind'][] = ['lunatic', 'equivocation', 'amnesia'];
const TIME = record({ seconds: wide, nanos: whole });
const BLOCK_ID = record({ hash: bytes, parts: record({ total: whole, hash: bytes }) });
const HEADER = record({
  version: record({ block: wide, app: wide }),
  chainId: text,
  height: whole,
  time: TIME,
  lastBlockId: BLOCK_ID,
  lastCommitHash: bytes,
  dataHash: bytes,
  validatorsHash: hash,
  nextValidatorsHash: bytes,
  consensusHash: bytes,
  appHash: bytes,
  lastResultsHash: bytes,
  evidenceHash: bytes,
  proposerAddress: bytes,
});
const COMMIT = record({
  height: whole,
  round: whole,
  blockId: BLOCK_ID,
  signatures: list(record({ flag: whole, address: bytes, timestamp: TIME, signature: bytes })),
});
const SET = list(record({ address: bytes, key: record({ type: text, bytes }), power: wide }));
const BLOCK = record({ header: HEADER, commit: COMMIT, validators: SET, nextValidators: SET });
const PICTURE = record({
  witnesses: list(record({ node: whole, outcome: text, elapsedMs: number })),
  trace: list(record({ height: whole, timeMs: number, signedShare: number })),
  syncedAtMs: number,
});
const PACK = record({ block: BLOCK, file: bytes, picture: PICTURE });
const ATTACK = record({
  kind: (stored) => KINDS.some((kind) => kind === stored),
  primary: place,
  node: whole,
  height: whole,
  commonHeight: whole,
  evidence: (stored) => Array.isArray(stored) && stored.length === 2,
  foundAtMs: moment,
});
const WAY = record({ way: list(BLOCK) });

export function asBlock(stored: unknown): LightBlock | undefined {
  return BLOCK(stored) ? (stored as LightBlock) : undefined;
}

export function asPack(stored: unknown): KeptPack | undefined {
  return PACK(stored) ? (stored as KeptPack) : undefined;
}

export function asUnconfirmed(stored: unknown): UnconfirmedPack | undefined {
  return PACK(stored) && WAY(stored) ? (stored as UnconfirmedPack) : undefined;
}

export function asAttack(stored: unknown): Attack | undefined {
  return ATTACK(stored) ? (stored as Attack) : undefined;
}
