/** What the desk takes back. */
import type { Demo } from '../../src/consortium/demo/index.ts';

/** A wallet asks whether a changed document has taken the place of a revoked one, and is told no. */
export const NO_NEW_ONE = /400 \(Bad Request\).*\/token/;

/** Revokes whatever the demo's desk has issued. */
export async function revokeAll({ urls }: Demo): Promise<void> {
  const issued = (await (await fetch(`${urls.desk}/desk/issued`)).json()) as { id: string }[];
  for (const { id } of issued) {
    await fetch(`${urls.desk}/desk/revoke`, {
      method: 'POST',
      headers: { origin: urls.app, 'content-type': 'application/json' },
      body: JSON.stringify({ id, status: 'revoked' }),
    });
  }
}
