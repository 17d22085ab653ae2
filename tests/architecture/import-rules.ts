/** The rules of the import table, each a pure function from source files to its violations. */
import { posix } from 'node:path';
import { CORE_MODULES, LAYERS, OPEN_CORE_FILES, PACKAGES } from './import-table.ts';
import { importsOf, isOnlyReExports, type SourceFile, type SourceImport } from './source-import.ts';

/** An import of a file of the project, resolved to its path inside `src`. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

const show = ({ from, to }: { from: string; to: string }) => `${from} -> ${to}`;
const layerOf = (file: string) => file.split('/')[0] ?? '';
const isInside = (file: string) => file.includes('/');
const isGenerated = (specifier: string) => /^\.\.?\/\$types/.test(specifier);

/** Each layer imports only the layers that the table grants it. */
export function layerViolations(files: readonly SourceFile[]): string[] {
  return edgesOf(files)
    .filter(({ from }) => isInside(from))
    .filter(({ from, to }) => layerOf(from) !== layerOf(to))
    .filter(({ from, to }) => LAYERS[layerOf(from)]?.includes(layerOf(to)) !== true)
    .map(show);
}

/** Each module of the core imports only the modules that the table grants it. */
export function coreModuleViolations(files: readonly SourceFile[]): string[] {
  return edgesOf(files)
    .filter(({ from, to }) => layerOf(from) === 'core' && layerOf(to) === 'core')
    .filter(({ to }) => !OPEN_CORE_FILES.includes(to))
    .filter(({ from, to }) => moduleOf(from) !== moduleOf(to))
    .filter(({ from, to }) => CORE_MODULES[moduleOf(from)]?.includes(moduleOf(to)) !== true)
    .map(show);
}

/** A module of the core is entered through its index.ts. */
export function entryViolations(files: readonly SourceFile[]): string[] {
  return edgesOf(files)
    .filter(({ to }) => layerOf(to) === 'core' && !OPEN_CORE_FILES.includes(to))
    .filter(({ from, to }) => layerOf(from) !== 'core' || moduleOf(from) !== moduleOf(to))
    .filter(({ to }) => to !== `core/${moduleOf(to)}/index.ts`)
    .map(show);
}

/** Every module of the core has an index.ts, and it only re-exports. */
export function indexViolations(files: readonly SourceFile[]): string[] {
  const inCore = files.filter(({ file }) => /^core\/[^/]+\//.test(file));
  const modules = new Set(inCore.map(({ file }) => moduleOf(file)));
  const indexes = new Map(files.map((file) => [file.file, file]));
  return [...modules].flatMap((module) => {
    const index = indexes.get(`core/${module}/index.ts`);
    if (index === undefined) return [`core/${module} has no index.ts`];
    return isOnlyReExports(index) ? [] : [`${index.file} does more than re-export`];
  });
}

/** Packages are imported only where the table grants them. */
export function packageViolations(files: readonly SourceFile[]): string[] {
  return files
    .flatMap(importsOf)
    .filter(({ file, specifier }) => isInside(file) && isForeign(specifier))
    .filter(({ file, specifier }) => !grantsOf(file).includes(packageOf(specifier)))
    .map(({ file, specifier }) => `${file} -> ${specifier}`);
}

/**
 * Other layers are named by subpath (`#core/…`), one's own relatively, always with a file extension:
 * Node, Vite, Vitest and tsx then all find the same file.
 */
export function specifierViolations(files: readonly SourceFile[]): string[] {
  return edgesOf(files)
    .filter(({ from, to, specifier }) => {
      const isOwn = layerOf(from) === layerOf(to);
      return specifier.startsWith('#') === isOwn || posix.extname(to) === '';
    })
    .map(({ from, specifier }) => `${from} -> ${specifier}`);
}

/** No file imports itself over others. Types are left out: they are gone when the program runs. */
export function cycles(files: readonly SourceFile[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to, isTypeOnly } of edgesOf(files)) {
    if (!isTypeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file].join(' -> '));
    if (start >= 0 || done.has(file)) return;
    for (const to of next.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  };
  for (const { file } of files) walk(file, []);
  return found;
}

function edgesOf(files: readonly SourceFile[]): readonly Edge[] {
  return files.flatMap(importsOf).flatMap((found) => {
    const to = targetOf(found);
    if (to === undefined) return [];
    return [{ from: found.file, to, specifier: found.specifier, isTypeOnly: found.isTypeOnly }];
  });
}

/** Path inside `src` of what an import names; `undefined` for packages and generated types. */
function targetOf({ file, specifier }: SourceImport): string | undefined {
  const [path = ''] = specifier.split('?');
  if (path.startsWith('#')) return path.slice(1);
  if (!path.startsWith('.') || isGenerated(path)) return undefined;
  return posix.normalize(posix.join(posix.dirname(file), path));
}

function isForeign(specifier: string): boolean {
  return !specifier.startsWith('.') && !specifier.startsWith('#');
}

/** Name of the package that a specifier enters. */
function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:*';
  if (specifier.startsWith('$app/')) return '$app/*';
  const parts = (specifier.split('?')[0] ?? '').split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function grantsOf(file: string): readonly string[] {
  const names = Object.keys(PACKAGES).filter(
    (name) => file === name || file.startsWith(`${name}/`),
  );
  const closest = names.reduce((best, name) => (name.length > best.length ? name : best), '');
  return PACKAGES[closest] ?? [];
}

function moduleOf(file: string): string {
  return file.split('/')[1] ?? '';
}
