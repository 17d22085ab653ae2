/** Two shows of one document, held against each other byte for byte, and against another holder's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, encodeUtf8, formatHex, parseBase45 } from '#core/bytes/index.ts';
import { parseJwt, parseSdJwt, presentSdJwt } from '#core/credential/index.ts';
import { fetchAnchor } from '#core/exchange/index.ts';
import {
  decodeEnvelope,
  decodeSelfContained,
  decodeStreamPayload,
  encodeEnvelope,
  encodeSelfContained,
  encodeStreamPayload,
  toStream,
  type Presentation,
} from '#core/qr/index.ts';
import {
  credentialLeaf,
  parseAnchorProof,
  verifyAnchor,
  type AnchorProof,
} from '#core/registry/index.ts';
import { BROADCAST_AUDIENCE } from '#core/verify/index.ts';
import type { Desk } from '#consortium/desk/index.ts';
import { counting } from '../../core/credential/craft.ts';
import { noise } from '../../core/qr/noise.ts';
import { collect, makeOffer, openDesk, PaperLedger, send } from './bench.ts';

const ISSUER = 'market-regulation';
const SHOWN = 'legal_representative';
/** Fewer bytes than these meet by chance, and so many at either end of a run. */
const [TELLING, CHANCE] = [8, 3];
const IAT = 1_764_000_000;

const ledger = new PaperLedger();
let desk: Desk;
let shows: readonly Presentation[];
let stranger: Presentation;

beforeAll(async () => {
  desk = await openDesk(ledger, { random: counting() });
  shows = await showsOf('noodle-house', 2);
  stranger = (await showsOf('tea-shop', 1, 2))[0] ?? never();
});
afterAll(() => desk.stop());

/** One show per copy, each by its own key. */
async function showsOf(subject: string, count: number, seed = 0): Promise<Presentation[]> {
  const { copies, credentialIssuer } = await collect(desk, await makeOffer(desk, subject), count);
  return Promise.all(
    copies.map(async ({ sdJwt, key }, at) => {
      const nonce = formatHex(noise(8, seed + at));
      const context = { audience: BROADCAST_AUDIENCE, nonce, iat: IAT + 3600 * (seed + at) };
      return {
        sdJwt: await presentSdJwt(sdJwt, [SHOWN], context, key.sign),
        anchor: await anchorOf(credentialIssuer, sdJwt),
      };
    }),
  );
}

async function anchorOf(issuer: string, sdJwt: string): Promise<AnchorProof> {
  const leaf = formatHex(credentialLeaf(parseSdJwt(sdJwt).jwt));
  const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
  return parseAnchorProof(await fetchAnchor(issuer, leaf, { send, wait }));
}

/** Every run of bytes that both hold, as long as it goes, in hex. */
function sharedRuns(one: Uint8Array, other: Uint8Array): string[] {
  const [a, b] = [formatHex(one), formatHex(other)];
  const runs: string[] = [];
  for (let at = 0; at + 2 * TELLING <= a.length; at += 2) {
    let length = 2 * TELLING;
    if (!isIn(b, a.slice(at, at + length))) continue;
    while (at + length < a.length && isIn(b, a.slice(at, at + length + 2))) length += 2;
    runs.push(a.slice(at, at + length));
    at += length - 2 * TELLING;
  }
  return runs;
}

function isIn(hex: string, part: string): boolean {
  for (let at = hex.indexOf(part); at >= 0; at = hex.indexOf(part, at + 1))
    if (at % 2 === 0) return true;
  return false;
}

function isExplained(everybody: string, run: string): boolean {
  const edges = Array.from({ length: CHANCE + 1 }, (_, bytes) => 2 * bytes);
  return edges.some((start) =>
    edges.some((end) => isIn(everybody, run.slice(start, run.length - end))),
  );
}

/** What the person has shown: the values on the licence's face and the claim disclosed. */
function shownTexts(sdJwt: string): string[] {
  const { payload, disclosures } = parseSdJwt(sdJwt);
  const technical = new Set(['iss', 'iat', 'exp', 'vct', 'vct#integrity', 'cnf', 'status', '_sd']);
  const face = Object.entries(payload).filter(([name]) => !technical.has(name));
  return [...face.map(([, value]) => value), ...disclosures.map(({ value }) => value)].map(
    (value) => formatHex(encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value))),
  );
}

/** Shared runs that neither the shown content nor another person's licence explains. */
function unexplained(one: Uint8Array, other: Uint8Array, common: Uint8Array): string[] {
  const texts = shownTexts(shows[0]?.sdJwt ?? '').sort((a, b) => b.length - a.length);
  const everybody = formatHex(common);
  return sharedRuns(one, other)
    .flatMap((run) => texts.reduce((rest, text) => rest.flatMap((r) => r.split(text)), [run]))
    .filter((rest) => rest.length >= 2 * TELLING && !isExplained(everybody, rest));
}

/** The parts of a show as they were signed and proven, before any code packs them. */
function signedBytes({ sdJwt, anchor }: Presentation): Uint8Array {
  const { payload, header, disclosures, issuerJwt, keyBinding } = parseSdJwt(sdJwt);
  const bound = parseJwt(keyBinding ?? never());
  const json = [header, payload, bound.payload].map((part) => encodeUtf8(JSON.stringify(part)));
  const salts = disclosures.map(({ salt, value }) => encodeUtf8(`${salt}${JSON.stringify(value)}`));
  return concatBytes(...json, ...salts, issuerJwt.signature, bound.signature, ...anchor.path);
}

function never(): never {
  throw new Error('missing');
}

function pair(bytes: (show: Presentation) => Uint8Array): [Uint8Array, Uint8Array, Uint8Array] {
  const [one = never(), other = never()] = shows;
  return [bytes(one), bytes(other), bytes(stranger)];
}

describe('two shows of one licence', () => {
  it('are of one document', () => {
    const [one = never(), other = never()] = shows;
    expect(shownTexts(other.sdJwt)).toEqual(shownTexts(one.sdJwt));
    expect(shownTexts(stranger.sdJwt)).not.toEqual(shownTexts(one.sdJwt));
  });

  it('share nothing signed or proven but what was shown and what all holders share', () => {
    expect(unexplained(...pair(signedBytes))).toEqual([]);
  });

  it('say nothing more in a code, in frames, or in a proof that brings its data', () => {
    const digests = shows.map((show) => {
      const code = encodeEnvelope(show);
      expect(encodeEnvelope(decodeEnvelope(code))).toBe(code);
      const payload = encodeStreamPayload({ kind: 'presentation', text: code });
      expect(decodeStreamPayload(payload)).toEqual({ kind: 'presentation', text: code });
      const grounds = { blocks: [Uint8Array.of(1)], excerpt: Uint8Array.of(2) };
      const proof = encodeSelfContained({ code, ...grounds });
      expect(encodeSelfContained(decodeSelfContained(proof))).toEqual(proof);
      return formatHex(parseBase45(toStream(payload).frame(0).slice(4)).slice(1, 9));
    });
    expect(new Set(digests).size).toBe(shows.length);
  });

  it('are anchored apart, among 256 sorted leaves each, with no hash in common', () => {
    const [one = never(), other = never()] = shows;
    expect(one.anchor.batch).not.toBe(other.anchor.batch);
    for (const { sdJwt, anchor } of shows) {
      const batch = ledger.batches.get(ISSUER)?.[anchor.batch] ?? never();
      expect([batch.count, anchor.size, anchor.path.length]).toEqual([256, 256, 8]);
      verifyAnchor(credentialLeaf(parseSdJwt(sdJwt).jwt), anchor, batch);
    }
    const hashes = shows.flatMap(({ anchor }) => anchor.path.map((hash) => formatHex(hash)));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('of the very same copy would be caught', () => {
    const [one = never()] = shows;
    const again = unexplained(signedBytes(one), signedBytes(one), signedBytes(stranger));
    expect(again.length).toBeGreaterThan(0);
  });
});
