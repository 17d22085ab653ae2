import type { FieldExports } from '#core/crypto/index.ts';

/** As the chain worker runs the core's WebAssembly. */
export function instantiate(code: Uint8Array<ArrayBuffer>): FieldExports {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code));
  return exports as unknown as FieldExports;
}
