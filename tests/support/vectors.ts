/** Test vectors of others. They lie outside the repository and are never copied into it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PLACE = resolve(process.env['LIGHTSEAL_VECTORS'] ?? join(ROOT, '../shared/vectors'));

let isAbsenceSaid = false;

/** Folder of the vectors, or `undefined` (said aloud once) where they are not there. */
export function vectorsDir(): string | undefined {
  if (existsSync(PLACE)) return PLACE;
  if (!isAbsenceSaid) console.warn(`conformance vectors not found at ${PLACE}: suites skipped`);
  isAbsenceSaid = true;
  return undefined;
}

/** Text of one file, by its path inside the folder. */
export function readVector(path: string): string {
  return readFileSync(join(PLACE, path), 'utf8');
}

/** Names of the files in a subfolder, sorted. */
export function listVectors(folder: string): readonly string[] {
  return readdirSync(join(PLACE, folder)).sort();
}
