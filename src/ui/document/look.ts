/** The paper, title colour and two line colours of each type of document. */
export interface DocumentLook {
  readonly paper: string;
  readonly title: string;
  readonly lines: readonly [string, string];
  readonly seed: number;
}

const GREY: DocumentLook = {
  paper: '#f3f4f2',
  title: '#38424a',
  lines: ['#7a878f', '#a8ada2'],
  seed: 3,
};

const LOOKS: Readonly<Record<string, DocumentLook>> = {
  'business-licence': {
    paper: '#ecf2f6',
    title: '#164a68',
    lines: ['#3a7fa6', '#c4a95a'],
    seed: 2.3,
  },
  'food-business-licence': {
    paper: '#f5f7ea',
    title: '#1c5236',
    lines: ['#3f8a5d', '#c4973a'],
    seed: 1,
  },
  'e-invoice': { paper: '#faf2ea', title: '#75351d', lines: ['#b4694a', '#c79a6a'], seed: 4 },
  'fiscal-receipt': { paper: '#f7f0f3', title: '#6a2746', lines: ['#a8577e', '#b79a6a'], seed: 6 },
  'driving-licence': { paper: '#eef4f2', title: '#12524e', lines: ['#3a938c', '#86a6c0'], seed: 5 },
};

/** `…/vct/food-business-licence/1` → `food-business-licence`. */
export function typeSlug(vct: string): string {
  return vct.split('/').at(-2) ?? vct;
}

/** An unknown type is grey; it is still a document. */
export function lookOf(vct: string): DocumentLook {
  const slug = typeSlug(vct);
  return Object.hasOwn(LOOKS, slug) ? (LOOKS[slug] ?? GREY) : GREY;
}
