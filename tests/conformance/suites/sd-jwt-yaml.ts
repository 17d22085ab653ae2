/**
 * Inputs of the Python generator: claims in which the tag `!sd` hides a member or an element. Encoded
 * and signed here, verified by the app. With everything shown the claims themselves must come out;
 * where a file says what the holder shows and what comes out of it, that too.
 * Broken: the first disclosure, or else the signature.
 */
import { isMap, isScalar, isSeq, parse, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Json, JsonObject } from '#core/credential/index.ts';
import { canonical } from '../canonical.ts';
import type { Flip } from '../flip.ts';
import { equal, type Case, type Suite, type VectorFile } from '../suite.ts';
import type { Frame, Shown } from './sd-jwt-encoder.ts';
import { claimsThrough } from './sd-jwt-read.ts';

interface Framed {
  readonly value: Json;
  readonly frame: Frame;
}

const isTagged = (node: unknown) =>
  (isScalar(node) || isMap(node) || isSeq(node)) && node.tag === '!sd';

function framed(node: unknown): Framed {
  if (isMap(node)) return framedMap(node);
  if (isSeq(node)) return framedSeq(node);
  return { value: scalarOf(node), frame: {} };
}

function framedMap(map: YAMLMap): Framed {
  const members = map.items.map(({ key, value }) => {
    return { name: nameOf(key), isHidden: isTagged(key), below: framed(value) };
  });
  return {
    value: Object.fromEntries(members.map(({ name, below }) => [name, below.value])),
    frame: {
      ...Object.fromEntries(members.map(({ name, below }) => [name, below.frame])),
      _sd: members.filter(({ isHidden }) => isHidden).map(({ name }) => name),
    },
  };
}

function framedSeq(seq: YAMLSeq): Framed {
  const elements = seq.items.map(framed);
  return {
    value: elements.map(({ value }) => value),
    frame: {
      ...Object.fromEntries(elements.map(({ frame }, index) => [index, frame])),
      _sd: seq.items.flatMap((item, index) => (isTagged(item) ? [index] : [])),
    },
  };
}

/** Behind a tag that YAML does not know a plain scalar is text; for the generator it keeps its type. */
function scalarOf(node: unknown): Json {
  if (!isScalar(node)) return null;
  const isPlain = node.tag === '!sd' && node.type === 'PLAIN';
  return (isPlain ? parse(node.source ?? '') : node.value) as Json;
}

/** Names are texts, quoted or not. */
function nameOf(key: unknown): string {
  return isScalar(key) ? (key.source ?? '') : '';
}

/** Names and places in one shape: what stands in an array is named by its index. */
function shownOf(said: Json | undefined): Shown {
  if (typeof said !== 'object' || said === null) return said === true;
  return Object.fromEntries(Object.entries(said).map(([name, below]) => [name, shownOf(below)]));
}

function everything(value: Json): Shown {
  if (typeof value !== 'object' || value === null) return true;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, everything(of)]));
}

/** A whole file, its tags left aside. */
export function yamlOf(file: VectorFile): JsonObject {
  return framed(parseDocument(file.text(), { logLevel: 'error' }).contents).value as JsonObject;
}

async function* run(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const document = parseDocument(file.text(), { logLevel: 'error' });
  const claims = document.get('user_claims');
  // The settings of the generator are no case.
  if (claims === undefined) return;
  const { value, frame } = framed(claims);
  const said = yamlOf(file);
  const header = (said['extra_header_parameters'] ?? {}) as JsonObject;
  const order = { claims: value as JsonObject, frame, header };
  const all = await claimsThrough({ ...order, shown: everything(value) }, flip);
  yield equal('all claims', canonical(value), all);
  const expected = said['expect_verified_user_claims'];
  if (expected === undefined) return;
  const shown = shownOf(said['holder_disclosed_claims']);
  yield equal(
    'presented claims',
    canonical(expected),
    await claimsThrough({ ...order, shown }, flip),
  );
}

export const sdJwtYaml: readonly Suite[] = [
  {
    name: 'inputs of sd-jwt-python',
    matches: (path) => /(^|\/)sd-jwt-python\/[^/]+\.yml$/.test(path),
    run,
  },
  {
    name: 'inputs of the examples of RFC 9901',
    matches: (path) => /(^|\/)rfc9901\/spec-yml\/[^/]+\.yml$/.test(path),
    run,
  },
];
