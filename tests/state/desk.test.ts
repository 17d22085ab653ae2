import { describe, expect, it } from 'vitest';
import type { ExchangeRequest, ExchangeResponse } from '#core/exchange/index.ts';
import { Desk } from '#state/desk.svelte.ts';
import { refusal } from './ports.ts';

const FORM = {
  id: 'noodle-house',
  issuer: 'market',
  vct: 'food',
  title: '食品经营许可证',
  holder: '示例面馆',
};
const ISSUED = [
  {
    ...FORM,
    id: '1',
    status: 'valid',
    anchored: true,
    delivery: { event: 'credential_accepted' },
  },
  { ...FORM, id: '2', status: 'revoked', anchored: false },
];
const OFFER = { link: 'link', offerUri: 'uri', txCode: '123456' };

type Answer = ExchangeResponse | Error;
const ok = (body: unknown): ExchangeResponse => ({ status: 200, body: JSON.stringify(body) });

function open(change: Readonly<Record<string, Answer>> = {}) {
  const asked: ExchangeRequest[] = [];
  const answers: Record<string, Answer> = {
    'GET subjects': ok({ subjects: [FORM] }),
    'GET issued': ok(ISSUED),
    'POST offers': ok(OFFER),
    'POST revoke': ok({}),
    ...change,
  };
  const desk = new Desk('https://issuer.example/desk', (request) => {
    asked.push(request);
    const name = `${request.method} ${request.url.replace('https://issuer.example/desk/', '')}`;
    const answer = answers[name] ?? refusal('network/offline');
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  return { desk, asked, answers };
}

describe('the desk', () => {
  it('loads its forms, and what was issued with the newest first', async () => {
    const { desk } = open();
    await desk.load();
    expect(desk.forms).toEqual([FORM]);
    expect(desk.issued.map(({ id, status, anchored }) => [id, status, anchored])).toEqual([
      ['2', 'revoked', false],
      ['1', 'valid', true],
    ]);
    expect(desk.issued.map(({ delivery }) => delivery)).toEqual([undefined, 'credential_accepted']);
    expect(desk).toMatchObject({ failure: undefined, busy: undefined });
  });

  it('makes an offer for forms, and forgets it', async () => {
    const { desk, asked } = open();
    const issuing = desk.issue([FORM, { ...FORM, id: 'technology-company', vct: 'business' }]);
    expect(desk.busy).toBe('issue');
    await issuing;
    expect(desk).toMatchObject({ offer: { ...OFFER, documents: 2 }, busy: undefined });
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      issuer: 'market',
      subjects: ['noodle-house', 'technology-company'],
    });
    desk.forgetOffer();
    expect(desk.offer).toBeUndefined();
  });

  it('changes a status and looks again at what was issued', async () => {
    const { desk, asked } = open();
    const changing = desk.setStatus('1', 'suspended');
    expect(desk.busy).toBe('1');
    await changing;
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ id: '1', status: 'suspended' });
    expect(desk.issued).toHaveLength(2);
  });

  describe('changing a document', () => {
    const CLAIMS = { claims: { domicile: '旧址', lines: ['x'] } };

    async function opened(change: Readonly<Record<string, Answer>> = {}) {
      const all = open({ 'GET issued/1': ok(CLAIMS), 'POST reissue': ok({}), ...change });
      await all.desk.load();
      const row = all.desk.issued[1];
      if (row === undefined) throw new Error('no row');
      await all.desk.openDraft(row);
      return all;
    }

    it('offers its texts, sends what was changed, and looks again', async () => {
      const { desk, asked } = await opened();
      expect(desk.draft?.claims).toEqual({ domicile: '旧址' });
      await desk.reissue({ domicile: '新址' });
      const sent = asked.find(({ url }) => url.endsWith('/reissue'));
      expect(JSON.parse(sent?.body ?? '')).toEqual({ id: '1', changes: { domicile: '新址' } });
      expect(desk).toMatchObject({ draft: undefined, failure: undefined });
      expect(asked.at(-1)?.url).toMatch(/issued$/);
    });

    it('stays open when it is refused, until it is closed', async () => {
      const refused = { status: 400, body: '{"error":"desk/unfit-claims"}' };
      const { desk } = await opened({ 'POST reissue': refused });
      await desk.reissue({ domicile: '' });
      expect(desk.failure).toBe('desk/unfit-claims');
      expect(desk.draft?.row.id).toBe('1');
      desk.closeDraft();
      expect(desk).toMatchObject({ draft: undefined, failure: undefined });
      await desk.reissue({ domicile: '' });
      expect(desk.failure).toBeUndefined();
    });
  });

  it.each<readonly [string, Answer, string]>([
    [
      'the desk’s own code',
      { status: 409, body: '{"error":"desk/unknown-document"}' },
      'desk/unknown-document',
    ],
    ['a general one if it gives none', { status: 500, body: '{}' }, 'desk/failed'],
    ['the network’s', refusal('network/offline'), 'network/offline'],
  ])('says why it failed: %s', async (_, answer, code) => {
    const { desk } = open({ 'POST revoke': answer, 'POST offers': answer });
    await desk.setStatus('1', 'revoked');
    expect(desk).toMatchObject({ failure: code, busy: undefined });
    await desk.issue([FORM]);
    expect(desk).toMatchObject({ failure: code, offer: undefined });
    await desk.load();
    expect(desk.failure).toBeUndefined();
  });

  it('refreshes in silence: what it had stays when nobody answers', async () => {
    const { desk, answers } = open();
    await desk.load();
    answers['GET issued'] = refusal('network/offline');
    await desk.refresh();
    expect(desk.issued).toHaveLength(2);
    expect(desk.failure).toBeUndefined();
  });

  it('takes rows as they should be out of whatever it is sent', async () => {
    const odd = [5, null, 'x', { id: 7, status: 'odd', anchored: 'yes' }];
    const { desk } = open({ 'GET issued': ok(odd), 'GET subjects': ok([]) });
    await desk.load();
    expect(desk.forms).toEqual([]);
    expect(desk.issued).toEqual([
      {
        id: '',
        issuer: '',
        vct: '',
        title: '',
        holder: '',
        status: 'valid',
        anchored: false,
        changeable: false,
        changed: false,
        delivery: undefined,
      },
    ]);
  });
});
