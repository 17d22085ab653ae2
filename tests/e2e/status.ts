/** What the desk says of what it has issued. */
import type { Demo } from '../../src/consortium/demo/index.ts';
import { expect } from './harness.ts';

/** A wallet asks whether a changed document has taken the place of a revoked one, and is told no. */
export const NO_NEW_ONE = /400 \(Bad Request\).*\/token/;

interface Issued {
  readonly id: string;
  readonly vct: string;
}

/** Changes the status of what the demo's desk has issued, or of one type alone, as its page does. */
export async function setStatus({ urls }: Demo, status: string, type?: string): Promise<void> {
  const headers = { origin: urls.app, 'content-type': 'application/json' };
  const issued = (await (await fetch(`${urls.desk}/desk/issued`)).json()) as readonly Issued[];
  const isMeant = ({ vct }: Issued) => type === undefined || vct.includes(`/${type}/`);
  for (const { id } of issued.filter(isMeant)) {
    const body = JSON.stringify({ id, status });
    const answer = await fetch(`${urls.desk}/desk/revoke`, { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
  }
}
