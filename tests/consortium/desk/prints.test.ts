/** Prints of all types: asked for with what the wallet keeps, bound to nobody, good for a month. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatHex } from '#core/bytes/index.ts';
import {
  discloseClaims,
  isPrint,
  parseSdJwt,
  placeDisclosures,
  readValidityPeriod,
  TYPE_LIST,
} from '#core/credential/index.ts';
import { fetchAnchor, fetchPrint, type DocumentAccess } from '#core/exchange/index.ts';
import { decodeEnvelope, encodeEnvelope } from '#core/qr/index.ts';
import { credentialLeaf, parseAnchorProof, verifyAnchor } from '#core/registry/index.ts';
import { SUBJECTS } from '#consortium/desk/subjects.ts';
import type { Desk } from '#consortium/desk/index.ts';
import { suggestedClaims } from '../../../src/routes/(citizen)/suggested-claims.ts';
import { paperCode } from '../../../src/ui/qr/printed-code.ts';
import {
  collect,
  makeOffer,
  openDesk,
  PaperLedger,
  post,
  refusalOf,
  send,
  walletPorts,
  type MadeOffer,
} from './bench.ts';
import { refillCopies } from '../../support/refill-copies.ts';

const ledger = new PaperLedger();
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk(ledger);
});
afterAll(() => desk.stop());

async function offerOf(type: string): Promise<MadeOffer> {
  const form = SUBJECTS.find(({ vct }) => vct === type);
  if (form === undefined) throw new Error(`no form for ${type}`);
  const { issuer, id } = form;
  return (await (
    await post(`${desk.url}/desk/offers`, { issuer, subjects: [id] })
  ).json()) as MadeOffer;
}

async function accessTo(offer: MadeOffer): Promise<DocumentAccess> {
  const { access } = await collect(desk, offer, 1);
  if (access === undefined) throw new Error('no access');
  return access;
}

function print(access: DocumentAccess): Promise<string> {
  return fetchPrint(access, { ...walletPorts(desk), onRenewed: () => Promise.resolve() });
}

describe.each(TYPE_LIST.map(({ vct }) => [vct]))('a print of %s', (vct) => {
  it('is registered, survives the code, and is coarse enough for paper', async () => {
    const access = await accessTo(await offerOf(vct));
    const whole = await print(access);
    const { payload, jwt, disclosures } = parseSdJwt(whole);
    expect(isPrint(payload)).toBe(true);
    const { issuedMs = 0, expiresMs = 0 } = readValidityPeriod(payload);
    expect(expiresMs - issuedMs).toBe(30 * 86_400_000);
    const wait = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
    const leaf = credentialLeaf(jwt);
    const text = await fetchAnchor(access.credentialIssuer, formatHex(leaf), { send, wait });
    const anchor = parseAnchorProof(text);
    const batch = ledger.batches.get(anchor.issuer)?.[anchor.batch];
    if (batch === undefined) throw new Error('no batch');
    verifyAnchor(leaf, anchor, batch);
    const hideable = placeDisclosures({ payload, disclosures }).map(({ path }) => path);
    const sdJwt = discloseClaims(whole, suggestedClaims(vct, hideable));
    const code = encodeEnvelope({ sdJwt, anchor });
    expect(decodeEnvelope(code).sdJwt).toBe(sdJwt);
    // On a page half a millimetre for each module, and no wider than a third of the sheet.
    expect(paperCode(code, 'page')?.mm).toBeLessThan(90);
    expect(paperCode(code, 'card')).toBeDefined();
  });
});

describe('access to a document', () => {
  it('gives the same print again only within one access, and another the next time', async () => {
    const access = await accessTo(await makeOffer(desk));
    const [one, two] = [await print(access), await print(access)];
    const place = (text: string) => JSON.stringify(parseSdJwt(text).payload['status']);
    expect(place(one)).not.toBe(place(two));
  });

  it('is refused to whoever has another token, and for a document that is not valid', async () => {
    const access = await accessTo(await makeOffer(desk));
    const stranger = { ...access, refreshToken: `${access.refreshToken}x` };
    expect(await refusalOf(print(stranger))).toBe('exchange/access-ended');
    expect(await refusalOf(print(access))).toBe('accepted');
    const issued = (await (await fetch(`${desk.url}/desk/issued`)).json()) as { id: string }[];
    const id = issued.at(-1)?.id ?? '';
    for (const status of ['suspended', 'revoked']) {
      await post(`${desk.url}/desk/revoke`, { id, status });
      expect(await refusalOf(print(access))).toBe('exchange/access-ended');
    }
  });

  it.each(['suspended', 'revoked'])(
    'that was renewed before the document was %s gives no copy that the list does not name',
    async (status) => {
      const access = await accessTo(await makeOffer(desk));
      const issued = (await (await fetch(`${desk.url}/desk/issued`)).json()) as { id: string }[];
      const id = issued.at(-1)?.id ?? '';
      const onRenewed = async () => {
        await post(`${desk.url}/desk/revoke`, { id, status });
      };
      const late = { ...walletPorts(desk), onRenewed };
      expect(await refusalOf(fetchPrint(access, late))).toBe('exchange/denied');
      await post(`${desk.url}/desk/revoke`, { id, status: 'valid' });
      expect(await refusalOf(refillCopies(access, 2, late))).toBe('exchange/denied');
    },
  );

  it('is told to nobody who looks at the desk', async () => {
    const { refreshToken } = await accessTo(await makeOffer(desk));
    const issued = await (await fetch(`${desk.url}/desk/issued`)).text();
    expect(issued).not.toContain(refreshToken);
    expect(issued).not.toContain('renewal');
  });

  it('survives a restart of the desk', async () => {
    const home = mkdtempSync(join(tmpdir(), 'lightseal-desk-'));
    const first = await openDesk(ledger, { home });
    const { access } = await collect(first, await makeOffer(first), 1);
    await first.stop();
    const second = await openDesk(ledger, { home });
    const ports = { ...walletPorts(second), onRenewed: () => Promise.resolve() };
    if (access === undefined) throw new Error('no access');
    const moved = access.credentialIssuer.replace(first.url, second.url);
    const whole = await fetchPrint({ ...access, credentialIssuer: moved }, ports);
    expect(isPrint(parseSdJwt(whole).payload)).toBe(true);
    await second.stop();
    rmSync(home, { recursive: true });
  });
});
