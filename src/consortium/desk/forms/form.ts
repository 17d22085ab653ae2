/** What every ready-made form is made of. */
import type { JsonObject } from '#core/credential/index.ts';

/** One form: what a document about an invented subject would say. */
export interface Subject {
  readonly id: string;
  readonly issuer: string;
  readonly vct: string;
  readonly title: string;
  readonly holder: string;
  /** Without `claim_secret`, which every offer of an invoice gets afresh. */
  readonly claims: JsonObject;
}

/** The identifier of a type, from its name. */
export function vctOf(slug: string): string {
  return `https://lightseal.example/vct/${slug}/1`;
}
