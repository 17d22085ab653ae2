/** RFC 6962 inclusion proofs, most of them broken by their authors. Broken here: the root. */
import { parseBase64 } from '#core/bytes/index.ts';
import { verifyHashInclusion } from '#core/merkle/index.ts';
import { accepts } from '../accepts.ts';
import type { Flip } from '../flip.ts';
import { verdict, type Case, type Suite, type VectorFile } from '../suite.ts';

interface Inclusion {
  readonly desc: string;
  readonly root: string | null;
  readonly leafHash: string | null;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

async function* run(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const { desc, root, leafHash, proof, wantErr } = file.json() as Inclusion;
  const { index, total } = placeIn(file.text());
  const accepted = await accepts(() => {
    verifyHashInclusion(flip.bytes(parseBase64(root ?? '')), parseBase64(leafHash ?? ''), {
      index,
      total,
      aunts: (proof ?? []).map(parseBase64),
    });
  });
  yield verdict(desc, !wantErr, accepted);
}

/** Read from the text: some are beyond what a number of JSON holds, and must not be rounded into range. */
function placeIn(text: string): { readonly index: number; readonly total: number } {
  const read = (name: string) => Number(new RegExp(`"${name}"\\s*:\\s*(-?\\d+)`).exec(text)?.[1]);
  return { index: read('leafIdx'), total: read('treeSize') };
}

export const inclusion: Suite = {
  name: 'inclusion proofs (transparency-dev)',
  matches: (path) => /(^|\/)transparency-merkle\/inclusion\//.test(path),
  run,
};
