/** Bytes and versions of a code, by encoding, without and with anchor proofs. */
import { deflateRawSync } from 'node:zlib';
import { create } from 'qrcode';
import { toDeep } from '../../../src/core/qr/deep.ts';
import { MODE, packBody } from '../../../src/core/qr/packed-body.ts';
import { toSegments } from '../../../src/core/qr/segments.ts';
import { encodeCbor, encodeUtf8, formatBase45, type Cbor } from '#core/bytes/index.ts';
import { decodeEnvelope, encodeEnvelope } from '#core/qr/index.ts';
import { anchorProofToCbor, formatAnchorProof, type AnchorProof } from '#core/registry/index.ts';
import { noise } from '../../core/qr/noise.ts';
import { atMost, type Measured, type Row } from '../support/types.ts';
import { shownDocuments, type Shown } from './documents.ts';

const LEVELS = [0, 8, 12] as const;
type Levels = (typeof LEVELS)[number];
const LIMITS: readonly (readonly [Levels, number])[] = [
  [0, 900],
  [12, 1300],
];
const STRESS = 'stress card';

/** A code's content, and whether it is drawn as bytes or as base45 behind four characters. */
interface Encoding {
  readonly name: string;
  readonly inBytes: boolean;
  readonly of: (shown: Shown, anchor: AnchorProof | undefined) => Uint8Array;
}

const ENCODINGS: readonly Encoding[] = [
  { name: 'text', inBytes: true, of: asText },
  { name: 'deflated text', inBytes: true, of: (...it) => deflateRawSync(asText(...it), BEST) },
  {
    name: 'CBOR segments',
    inBytes: false,
    of: (shown, anchor) => headed(body(toSegments(shown.sdJwt), anchor)),
  },
  {
    name: 'deep',
    inBytes: false,
    of: (shown, anchor) => headed(body(toDeep(shown.sdJwt), anchor)),
  },
  { name: 'deep, deflated where smaller', inBytes: false, of: asShown },
];
const BEST = { level: 9 };
const HEAD = Uint8Array.of(1, 1, 0, 0);

export async function sizes(): Promise<Measured> {
  const documents = await shownDocuments();
  documents.forEach(mustComeBack);
  const rows = documents.flatMap((shown) =>
    LEVELS.flatMap((levels) => ENCODINGS.map((encoding) => measure(encoding, shown, levels))),
  );
  const targets = documents
    .filter(({ name }) => name === STRESS)
    .flatMap((shown) =>
      LIMITS.map(([levels, limit]) => {
        const { length } = asShown(shown, anchorOf(shown.issuer, levels));
        return atMost(`${STRESS}, deep, ${levelsText(levels)}`, length, limit, 'bytes');
      }),
    );
  return { rows, targets };
}

function measure({ name, inBytes, of }: Encoding, shown: Shown, levels: Levels): Row {
  const content = of(shown, anchorOf(shown.issuer, levels));
  return {
    name: `${shown.name}, ${shown.shown} shown and ${shown.hidden} hidden, ${levelsText(levels)}: ${name}`,
    figures: { bytes: content.length, version: versionOf(content, inBytes) },
  };
}

function levelsText(levels: Levels): string {
  return levels === 0 ? 'no anchor proof' : `anchor proof of ${levels} levels`;
}

function versionOf(content: Uint8Array, inBytes: boolean): number | string {
  try {
    const segment = inBytes
      ? { data: content, mode: 'byte' as const }
      : { data: `LS1:${formatBase45(content)}`, mode: 'alphanumeric' as const };
    return create([segment], { errorCorrectionLevel: 'L' }).version;
  } catch {
    return 'does not fit';
  }
}

function asText({ sdJwt }: Shown, anchor: AnchorProof | undefined): Uint8Array {
  return encodeUtf8(sdJwt + (anchor === undefined ? '' : formatAnchorProof(anchor)));
}

/** What is shown in life, with version, mode and length. */
function asShown({ sdJwt }: Shown, anchor: AnchorProof | undefined): Uint8Array {
  const packed = packBody({ mode: MODE.deep, body: body(toDeep(sdJwt), anchor) });
  return headed(packed.subarray(1));
}

function body(parts: readonly Cbor[], anchor: AnchorProof | undefined): Uint8Array {
  return encodeCbor([...parts, ...(anchor === undefined ? [] : [anchorProofToCbor(anchor)])]);
}

function headed(content: Uint8Array): Uint8Array {
  return Uint8Array.from([...HEAD, ...content]);
}

/** Hashes have no pattern, so any will do. */
function anchorOf(issuer: string, levels: Levels): AnchorProof | undefined {
  if (levels === 0) return undefined;
  const path = Array.from({ length: levels }, (_, level) => noise(32, level + 1));
  return { issuer, batch: 1234, size: 2 ** levels, index: 2 ** levels - 17, path };
}

/** A size counts only if the document comes back to the letter. */
function mustComeBack({ name, issuer, sdJwt }: Shown): void {
  const anchor = anchorOf(issuer, 12);
  if (anchor === undefined || decodeEnvelope(encodeEnvelope({ sdJwt, anchor })).sdJwt !== sdJwt)
    throw new Error(`${name} does not come back`);
}
