const [QUOTE, BACKSLASH, BRACKET, BRACE] = ['"', '\\', '[', '{'].map((sign) => sign.charCodeAt(0));
/** A closing bracket or brace stands two places after the opening one. */
const TO_CLOSING = 2;

/**
 * Whether JSON text opens more than `max` arrays and objects inside one another. To be asked before
 * parsing: parsing deep text takes seconds, and what comes out cannot be handed to a worker. Of a
 * text that is no JSON, the answer says nothing.
 */
export function isNestedDeeper(untrustedText: string, max: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < untrustedText.length; at++) {
    const code = untrustedText.charCodeAt(at);
    if (code === QUOTE) inString = !inString;
    else if (inString) at += code === BACKSLASH ? 1 : 0;
    else if (code === BRACKET || code === BRACE) depth++;
    else if (code - TO_CLOSING === BRACKET || code - TO_CLOSING === BRACE) depth--;
    if (depth > max) return true;
  }
  return false;
}
