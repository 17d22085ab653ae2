/** A folder of vectors: which files it has, and how they are read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VectorFile } from './suite.ts';

/** Texts about the data, not data. */
const ABOUT = /(^|\/)(LICENSE|README\.md|MANIFEST\.json)$/;

/** All files below `dir`, sorted by path; links that lead nowhere are passed over. */
export function vectorFiles(dir: string): readonly VectorFile[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length).replaceAll('\\', '/'))
    .map((path) => path.replace(/^\/+/, ''))
    .filter((path) => !ABOUT.test(path))
    .sort()
    .map((path) => fileAt(dir, path));
}

function fileAt(dir: string, path: string): VectorFile {
  const text = () => readFileSync(join(dir, path), 'utf8');
  return {
    path,
    text,
    json: () => JSON.parse(text()) as unknown,
    beside: (other) => fileAt(dir, other),
  };
}
