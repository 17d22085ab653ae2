import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import type { Decode } from './decode.ts';

/** `QRCodeModel2` alone: the family name `QRCode` takes specks of a dense code for Micro QR. */
const OPTIONS: ReaderOptions = {
  formats: ['QRCodeModel2'],
  textMode: 'Plain',
  tryHarder: true,
  tryDownscale: true,
  tryInvert: true,
  maxNumberOfSymbols: 4,
};

export async function openWasmDecoder(wasmUrl: string): Promise<Decode> {
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
  return async (image, { denoise } = { denoise: false }) => {
    const found = await readBarcodes(image, { ...OPTIONS, tryDenoise: denoise });
    return found.filter(({ isValid }) => isValid).map(({ text }) => text);
  };
}
