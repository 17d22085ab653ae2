/** Finds the codes in pixels: at most four texts. `denoise` takes longer, for what gave nothing. */
export type Decode = (
  image: ImageData,
  options?: { readonly denoise: boolean },
) => Promise<readonly string[]>;
