import type { Decode } from './decode.ts';
import { openWasmDecoder } from './wasm-decoder.ts';

/** The least WebAssembly module that there is. */
const NOTHING = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/**
 * The best decoder, or one in plain JavaScript where WebAssembly is missing or blocked, as by some
 * browsers' lockdown modes and some companies' rules.
 */
export async function openDecoder(wasmUrl: string): Promise<Decode> {
  if (await isWasmAllowed()) return openWasmDecoder(wasmUrl);
  const { decodePlainly } = await import('./plain-decoder.ts');
  return decodePlainly;
}

async function isWasmAllowed(): Promise<boolean> {
  try {
    await WebAssembly.compile(NOTHING);
    return true;
  } catch {
    return false;
  }
}
