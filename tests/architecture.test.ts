import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  coreModuleViolations,
  cycles,
  entryViolations,
  indexViolations,
  layerViolations,
  packageViolations,
  specifierViolations,
} from './architecture/import-rules.ts';
import { CORE_MODULES, LAYERS } from './architecture/import-table.ts';
import type { SourceFile } from './architecture/source-import.ts';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

const files: readonly SourceFile[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:ts|js|svelte)$/.test(file))
  .map((file) => ({
    file: file.replaceAll(sep, '/'),
    source: readFileSync(join(SRC, file), 'utf8'),
  }));

/** One invented file. */
const planted = (file: string, source: string): SourceFile => ({ file, source });

describe('the source', () => {
  it('has no layer or core module that the table does not know', () => {
    const layers = new Set(
      files.filter(({ file }) => file.includes('/')).map(({ file }) => file.split('/')[0]),
    );
    const modules = readdirSync(join(SRC, 'core'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect([...layers].filter((layer) => !Object.keys(LAYERS).includes(layer ?? ''))).toEqual([]);
    expect(modules.filter((module) => !Object.keys(CORE_MODULES).includes(module))).toEqual([]);
  });

  it('lets each layer import only the layers that it is granted', () => {
    expect(layerViolations(files)).toEqual([]);
  });

  it('lets each core module import only the modules that it is granted', () => {
    expect(coreModuleViolations(files)).toEqual([]);
  });

  it('enters core modules through their index.ts only', () => {
    expect(entryViolations(files)).toEqual([]);
  });

  it('has an index.ts in each core module that only re-exports', () => {
    expect(indexViolations(files)).toEqual([]);
  });

  it('imports packages only where they are granted', () => {
    expect(packageViolations(files)).toEqual([]);
  });

  it('names other layers by subpath and its own files relatively, with extensions', () => {
    expect(specifierViolations(files)).toEqual([]);
  });

  it('has no import cycle between files', () => {
    expect(cycles(files)).toEqual([]);
  });
});

describe('the rules', () => {
  it('find state that imports platform, as a value or as a type, even in a component', () => {
    const source = "import type { Clock } from '#platform/clock.ts';";
    expect(layerViolations([planted('state/wallet.svelte.ts', source)])).toEqual([
      'state/wallet.svelte.ts -> platform/clock.ts',
    ]);
    const component = "<script>import { clock } from '#platform/clock.ts';</script><p>text</p>";
    expect(layerViolations([planted('ui/Clock.svelte', component)])).toHaveLength(1);
    expect(layerViolations([planted('routes/+page.svelte', component)])).toEqual([]);
  });

  it('find a page that imports the consortium and a lazy import of another layer', () => {
    const source = "const demo = await import('#consortium/start.ts');";
    expect(layerViolations([planted('routes/+page.ts', source)])).toHaveLength(1);
  });

  it('find a worker that is named by its address', () => {
    const source = "new Worker(new URL('../workers/chain.worker.ts', import.meta.url));";
    expect(layerViolations([planted('state/chain.ts', source)])).toHaveLength(1);
    expect(layerViolations([planted('platform/chain.ts', source)])).toEqual([]);
  });

  it('find an engine imported inside the core', () => {
    const source = "import { cometbftEngine } from '../cometbft/index.ts';";
    expect(coreModuleViolations([planted('core/verify/verify.ts', source)])).toEqual([
      'core/verify/verify.ts -> core/cometbft/index.ts',
    ]);
  });

  it('let every core module import the errors', () => {
    const files = [planted('core/bytes/bytes-error.ts', "import { E } from '../errors.ts';")];
    expect(coreModuleViolations(files)).toEqual([]);
    expect(entryViolations(files)).toEqual([]);
  });

  it('find a way into a core module past its index.ts', () => {
    const source = "import { parseHex } from '#core/bytes/hex.ts';";
    expect(entryViolations([planted('platform/clock.ts', source)])).toHaveLength(1);
    const inside = planted('core/bytes/cbor.ts', "import { parseHex } from './hex.ts';");
    expect(entryViolations([inside])).toEqual([]);
  });

  it('find an index.ts that does something, and a module without one', () => {
    const busy = planted('core/qr/index.ts', "export * from './deep.ts';\nexport const size = 1;");
    const bare = planted('core/vault/envelope.ts', 'export {};');
    expect(indexViolations([busy, bare])).toEqual([
      'core/qr/index.ts does more than re-export',
      'core/vault has no index.ts',
    ]);
  });

  it('find a package where it is not granted', () => {
    const cbor = "import { decode } from 'cborg/json';";
    expect(packageViolations([planted('core/registry/shape.ts', cbor)])).toHaveLength(1);
    expect(packageViolations([planted('core/bytes/cbor.ts', cbor)])).toEqual([]);
    const node = "import { readFileSync } from 'node:fs';";
    expect(packageViolations([planted('core/bytes/cbor.ts', node)])).toHaveLength(1);
    expect(packageViolations([planted('service-worker/index.ts', node)])).toHaveLength(1);
    expect(packageViolations([planted('service-worker/precache.js', node)])).toEqual([]);
  });

  it('find imports without extension, and the wrong way to name a layer', () => {
    expect(specifierViolations([planted('ui/a.ts', "import './b';")])).toHaveLength(1);
    expect(specifierViolations([planted('ui/a.ts', "import '#ui/b.ts';")])).toHaveLength(1);
    expect(specifierViolations([planted('ui/a.ts', "import '../core/b.ts';")])).toHaveLength(1);
    expect(specifierViolations([planted('ui/a.ts', "import './b.ts';")])).toEqual([]);
  });

  it('find a cycle over three files, and leave type-only imports out', () => {
    const ring = [
      planted('core/qr/a.ts', "import { b } from './b.ts';"),
      planted('core/qr/b.ts', "export { c } from './c.ts';"),
      planted('core/qr/c.ts', "import { a } from './a.ts';"),
    ];
    expect(cycles(ring)).toEqual(['core/qr/a.ts -> core/qr/b.ts -> core/qr/c.ts -> core/qr/a.ts']);
    const typed = planted('core/qr/c.ts', "import { type A } from './a.ts';");
    expect(cycles([...ring.slice(0, 2), typed])).toEqual([]);
  });
});
