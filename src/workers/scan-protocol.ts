/**
 * Messages between the page and the scan worker, which does one thing: it finds QR codes. The page
 * says where the decoder's wasm lies, because only what a page imports is kept for offline use.
 */

/** Page → worker. `open` comes first. Frames are transferred, and closed by the worker. */
export type ToScanWorker =
  | { readonly kind: 'open'; readonly wasmUrl: string }
  | { readonly kind: 'frame'; readonly id: number; readonly frame: VideoFrame | ImageBitmap }
  | { readonly kind: 'picture'; readonly id: number; readonly picture: Blob };

/** Worker → page. An empty list means that no code was found, or that a picture is none. */
export type FromScanWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'read'; readonly id: number; readonly texts: readonly string[] }
  | { readonly kind: 'broken'; readonly message: string };
