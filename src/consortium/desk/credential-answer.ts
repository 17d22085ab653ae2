/** What the credential endpoint answers. */
import type { Grant } from './grants.ts';

/** Copies, or the promise of them. */
export type CredentialAnswer =
  | {
      readonly credentials: readonly { readonly credential: string }[];
      readonly notification_id?: string;
    }
  | { readonly transaction_id: string; readonly interval: number };

/** Copies, and the id by which the wallet tells what became of them. */
export function issued(copies: readonly string[], { notificationId }: Grant): CredentialAnswer {
  const credentials = copies.map((credential) => ({ credential }));
  return { credentials, notification_id: notificationId };
}
