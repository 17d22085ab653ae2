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
  'business-licence': look('#ecf2f6', '#164a68', ['#3a7fa6', '#c4a95a'], 2.3),
  'food-business-licence': look('#f5f7ea', '#1c5236', ['#3f8a5d', '#c4973a'], 1),
  'e-invoice': look('#faf2ea', '#75351d', ['#b4694a', '#c79a6a'], 4),
  'fiscal-receipt': look('#f7f0f3', '#6a2746', ['#a8577e', '#b79a6a'], 6),
  'driving-licence': look('#eef4f2', '#12524e', ['#3a938c', '#86a6c0'], 5),
  'citizen-identity': look('#edf3f8', '#1d3f72', ['#5a86bd', '#c3a2b4'], 2),
  'vehicle-licence': look('#eef1f8', '#2b3e7a', ['#6076bb', '#7fb3b0'], 7),
  'property-title': look('#f8f1ec', '#7a2a24', ['#b8625a', '#c9a35c'], 3.4),
  'marriage-certificate': look('#faeff0', '#84233b', ['#c26478', '#cda45f'], 8),
  'birth-medical-certificate': look('#eff5f5', '#1b5560', ['#5aa0ab', '#d3a0a8'], 1.6),
  'licence-base': look('#f1f3ee', '#34502c', ['#6f9161', '#b9a86a'], 5.5),
  'en16931-invoice': look('#eff1f7', '#2c3a66', ['#6b7db0', '#b3a36f'], 4.6),
};

function look(
  paper: string,
  title: string,
  lines: readonly [string, string],
  seed: number,
): DocumentLook {
  return { paper, title, lines, seed };
}

/** `…/vct/food-business-licence/1` → `food-business-licence`. */
export function typeSlug(vct: string): string {
  return vct.split('/').at(-2) ?? vct;
}

/** An unknown type is grey; it is still a document. */
export function lookOf(vct: string): DocumentLook {
  const slug = typeSlug(vct);
  return Object.hasOwn(LOOKS, slug) ? (LOOKS[slug] ?? GREY) : GREY;
}
