/** Reading a consortium profile strictly: it is the root of all trust, so nothing in it is guessed. */
import { isNestedDeeper } from '../bytes/index.ts';
import { ChainError } from './chain-error.ts';
import type { ConsortiumProfile, LocalText, NodeInfo } from './profile.ts';

const MAX_NODES = 64;
const MAX_TEXT = 64 * 1024;
/** `nodes`, one node, its name. */
const MAX_DEPTH = 4;
const HASH = /^[0-9a-f]{64}$/;
const URL_TEXT = /^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/;
const YEAR_MS = 366 * 86_400_000;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks the shape of an untrusted profile. Whether it is the right one is for people to say: by its
 * fingerprint, or because it came with the app.
 *
 * @throws {@link ChainError} `chain/malformed-profile`.
 */
export function parseProfile(untrusted: unknown): ConsortiumProfile {
  const json = fields(untrusted);
  require(
    json['version'] === 1 && json['engine'] === 'cometbft' && typeof json['demo'] === 'boolean',
  );
  const anchor = fields(json['anchor']);
  const level = fields(json['trustLevel']);
  const policy = fields(json['policy']);
  return {
    version: 1,
    engine: 'cometbft',
    demo: json['demo'] === true,
    chainId: text(json['chainId'], /^[\x21-\x7e]{1,50}$/),
    name: localText(json['name']),
    nodes: nodeList(json['nodes']),
    anchor: { height: whole(anchor['height'], 1), hash: text(anchor['hash'], HASH) },
    founders: list(json['founders'], 1).map((founder) => ({
      id: text(fields(founder)['id'], /^[a-z0-9-]{1,40}$/),
      name: localText(fields(founder)['name']),
      publicKey: text(fields(founder)['publicKey'], HASH),
    })),
    trustLevel: trustLevel(whole(level['numerator'], 1), whole(level['denominator'], 1)),
    trustingPeriodMs: whole(json['trustingPeriodMs'], 1, YEAR_MS),
    clockDriftMs: whole(json['clockDriftMs'], 0, 600_000),
    issuers: list(json['issuers'], 0).map((issuer) => ({
      id: text(fields(issuer)['id'], /^[a-z0-9-]{1,40}$/),
      name: localText(fields(issuer)['name']),
      url: text(fields(issuer)['url'], URL_TEXT),
    })),
    policy: {
      maxTrustAgeMs: whole(policy['maxTrustAgeMs'], 1, YEAR_MS),
      maxStatusAgeMs: whole(policy['maxStatusAgeMs'], 1, YEAR_MS),
    },
  };
}

/**
 * Reads an untrusted profile from a file or a code.
 *
 * @throws {@link ChainError} `chain/malformed-profile`, also for text of more than 65,536 characters.
 */
export function parseProfileText(untrusted: string): ConsortiumProfile {
  require(untrusted.length <= MAX_TEXT && !isNestedDeeper(untrusted, MAX_DEPTH));
  return parseProfile(parseJson(untrusted));
}

function parseJson(untrusted: string): unknown {
  try {
    return JSON.parse(untrusted);
  } catch (cause) {
    throw new ChainError('chain/malformed-profile', 'not JSON', { cause });
  }
}

/** A node that is named twice would be its own witness. */
function nodeList(untrusted: unknown): readonly NodeInfo[] {
  const nodes = list(untrusted, 1).map((node) => ({
    name: localText(fields(node)['name']),
    url: text(fields(node)['url'], URL_TEXT),
  }));
  const places = nodes.map(({ url }) => url.toLowerCase().replace(/\/+$/, ''));
  require(new Set(places).size === places.length);
  return nodes;
}

function trustLevel(numerator: number, denominator: number) {
  require(numerator * 3 >= denominator && numerator <= denominator);
  return { numerator, denominator };
}

function localText(untrusted: unknown): LocalText {
  const json = fields(untrusted);
  return { 'zh-CN': text(json['zh-CN'], /^.{1,200}$/u), en: text(json['en'], /^.{1,200}$/u) };
}

function fields(untrusted: unknown): Fields {
  require(typeof untrusted === 'object' && untrusted !== null && !Array.isArray(untrusted));
  return untrusted as Fields;
}

function list(untrusted: unknown, min: number): readonly unknown[] {
  require(Array.isArray(untrusted) && untrusted.length >= min && untrusted.length <= MAX_NODES);
  return untrusted as readonly unknown[];
}

function text(untrusted: unknown, pattern: RegExp): string {
  require(typeof untrusted === 'string' && pattern.test(untrusted));
  return untrusted as string;
}

function whole(untrusted: unknown, min: number, max = Number.MAX_SAFE_INTEGER): number {
  require(Number.isSafeInteger(untrusted) && Number(untrusted) >= min && Number(untrusted) <= max);
  return untrusted as number;
}

function require(holds: boolean): void {
  if (!holds) throw new ChainError('chain/malformed-profile', 'not a profile');
}
