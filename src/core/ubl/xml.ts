/** Writing XML 1.0, no more of it than an invoice needs. */

/** An element: its name, its attributes, and text or what is inside it. `undefined` is left out. */
export interface Xml {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string | readonly Xml[];
}

type Inside = readonly (Xml | undefined)[];

/** What XML 1.0 cannot say at all, not even escaped. */
// eslint-disable-next-line no-control-regex -- naming them is the point
const UNSPEAKABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * A text as it stands in an element or in an attribute: no part of it is read as markup, and a reader
 * gets back every character, or U+FFFD for one that XML cannot carry.
 */
export function escapeXml(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(UNSPEAKABLE, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? '');
}

/** An element with others inside; `undefined` if there are none. */
export function group(name: string, inside: Inside): Xml | undefined {
  const content = inside.filter((one) => one !== undefined);
  return content.length === 0 ? undefined : { name, attributes: {}, content };
}

/** An element with a text; `undefined` for none. */
export function leaf(
  name: string,
  text: string | undefined,
  attributes: Xml['attributes'] = {},
): Xml | undefined {
  return text === undefined ? undefined : { name, attributes, content: text };
}

export function formatXml(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines(root, '').join('\n')}\n`;
}

function lines({ name, attributes, content }: Xml, indent: string): readonly string[] {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const open = `${indent}<${name}${pairs.join('')}>`;
  if (typeof content === 'string') return [`${open}${escapeXml(content)}</${name}>`];
  return [open, ...content.flatMap((one) => lines(one, `${indent}  `)), `${indent}</${name}>`];
}
