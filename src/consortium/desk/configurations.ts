/** What an issuer offers, by name. */

/** The configuration under which a type is offered: its name inside the `vct`. */
export function configurationOf(vct: string): string {
  return vct.split('/').at(-2) ?? vct;
}

/** The configuration of prints of a type. */
export function printConfigurationOf(vct: string): string {
  return `${configurationOf(vct)}-print`;
}
