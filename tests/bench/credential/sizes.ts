/** Bytes of the two verifiers, bundled and minified alike for a browser, cryptography left to it. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { atMost, type Measured } from '../support/types.ts';

const ROOT = join(import.meta.dirname, '../../..');
const LIMIT = 0.1;
const ENTRIES = {
  verifySdJwt: `export { verifySdJwt } from '${ROOT}/src/core/credential/verify-sd-jwt.ts';`,
  'baseline: @sd-jwt/sd-jwt-vc 0.20.0': `export { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';`,
  '@sd-jwt/core 0.20.0': `export { SDJwtInstance } from '@sd-jwt/core';`,
} as const;

export async function bundleSizes(): Promise<Measured> {
  const sizes = new Map<string, number>();
  const rows = [];
  for (const [name, entry] of Object.entries(ENTRIES)) {
    const code = await bundle(entry);
    const gzipped = gzipSync(code, { level: 9 }).length;
    sizes.set(name, gzipped);
    rows.push({ name: `bundle, ${name}`, figures: { bytes: code.length, gzipped } });
  }
  const [own = NaN, baseline = NaN] = [...sizes.values()];
  const target = atMost('gzipped bytes of the verifier', own / baseline, LIMIT, 'of the baseline');
  return { rows, targets: [target] };
}

async function bundle(entry: string): Promise<Buffer> {
  const id = '\0entry';
  const output = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [
      {
        name: 'entry',
        resolveId: (source) => (source === 'entry' ? id : null),
        load: (source) => (source === id ? entry : null),
      },
    ],
    build: {
      write: false,
      target: 'es2023',
      rolldownOptions: { input: { bench: 'entry' }, preserveEntrySignatures: 'strict' },
    },
  });
  const bundled = [output].flat().at(0);
  if (bundled === undefined || !('output' in bundled)) throw new Error('nothing was bundled');
  return Buffer.from(
    bundled.output.map((part) => (part.type === 'chunk' ? part.code : '')).join(''),
  );
}
