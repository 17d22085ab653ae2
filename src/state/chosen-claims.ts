/** Which claims of which document a person lets be shown. */
export type ChosenClaims = ReadonlyMap<string, readonly string[]>;

export function chosenClaims(
  chosen: readonly (readonly [document: string, claims: readonly string[]])[],
): ChosenClaims {
  return new Map(chosen);
}

/** With a claim chosen that was not, or the other way round. */
export function toggled(chosen: ChosenClaims, document: string, claim: string): ChosenClaims {
  const before = chosen.get(document) ?? [];
  const after = before.includes(claim)
    ? before.filter((name) => name !== claim)
    : [...before, claim];
  return new Map([...chosen, [document, after]]);
}
