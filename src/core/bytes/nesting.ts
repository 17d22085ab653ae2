const [QUOTE, BACKSLASH, COLON, BRACKET, BRACE] = ['"', '\\', ':', '[', '{'].map((sign) =>
  sign.charCodeAt(0),
);
/** A closing bracket or brace stands two places after the opening one. */
const TO_CLOSING = 2;

/** What a text that is JSON holds; of one that is none, it says nothing. */
export interface JsonShape {
  /** How many arrays and objects it opens inside one another. */
  readonly depth: number;
  /** Members of all objects together, each as often as it is written. */
  readonly members: number;
}

/** Goes once over the text, without parsing it. */
export function shapeOfJson(untrustedText: string): JsonShape {
  let [open, depth, members] = [0, 0, 0];
  for (let at = 0; at < untrustedText.length; at++) {
    const code = untrustedText.charCodeAt(at);
    if (code === QUOTE) at = endOfString(untrustedText, at);
    else if (code === COLON) members++;
    else if (code === BRACKET || code === BRACE) depth = Math.max(depth, ++open);
    else if (code - TO_CLOSING === BRACKET || code - TO_CLOSING === BRACE) open--;
  }
  return { depth, members };
}

/** Where the string that opens here is closed, or the end of the text. */
function endOfString(text: string, opening: number): number {
  let at = text.indexOf('"', opening + 1);
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at;
}

/** Behind an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charCodeAt(before - 1) === BACKSLASH) before--;
  return (at - before) % 2 === 1;
}

/**
 * Whether JSON text opens more than `max` arrays and objects inside one another. To be asked before
 * parsing: parsing deep text takes seconds, and what comes out cannot be handed to a worker.
 */
export function isNestedDeeper(untrustedText: string, max: number): boolean {
  return shapeOfJson(untrustedText).depth > max;
}
