/** Identifiers with check characters. Broken: their last but one character. */
import { isCitizenId, isLicenceId, isUscc } from '#core/credential/index.ts';
import type { Flip } from '../flip.ts';
import { verdict, type Case, type Suite, type VectorFile } from '../suite.ts';

interface IdentifiersFile {
  readonly licence_id: readonly { readonly id: string; readonly valid: boolean }[];
  readonly uscc: readonly { readonly v: string; readonly valid: boolean }[];
  readonly citizen_id: readonly { readonly v: string; readonly valid: boolean }[];
}

function* run(file: VectorFile, flip: Flip): Iterable<Case> {
  const { licence_id, uscc, citizen_id } = file.json() as IdentifiersFile;
  for (const { id, valid } of licence_id) yield verdict(id, valid, isLicenceId(broken(id, flip)));
  for (const { v, valid } of uscc) yield verdict(v, valid, isUscc(broken(v, flip)));
  for (const { v, valid } of citizen_id) yield verdict(v, valid, isCitizenId(broken(v, flip)));
}

function broken(id: string, flip: Flip): string {
  const code = id.charCodeAt(id.length - 2);
  const [flipped = code] = flip.bytes(Uint8Array.of(code));
  return id.slice(0, -2) + String.fromCharCode(flipped) + id.slice(-1);
}

export const identifiers: Suite = {
  name: 'identifiers',
  matches: (path) => /(^|\/)cn-identifiers\/[^/]+\.json$/.test(path),
  run,
};
