/** Parts of claims: one person's field, one line of an invoice. */
import { describe, expect, it } from 'vitest';
import {
  checkClaims,
  checkSums,
  CredentialError,
  discloseClaims,
  issueSdJwt,
  parseSdJwt,
  placeDisclosures,
  policyBreach,
  processDisclosures,
  typeMetadata,
  type Json,
  type JsonObject,
} from '#core/credential/index.ts';
import { SUBJECTS } from '../../../src/consortium/desk/subjects.ts';
import { BASE, counting, craft, digest, HOLDER, ISSUER } from './craft.ts';

const vctOf = (slug: string) => `https://lightseal.example/vct/${slug}/1`;
const SECRET = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

function claimsOf(id: string): { vct: string; claims: JsonObject } {
  const subject = SUBJECTS.find((one) => one.id === id);
  if (subject === undefined) throw new Error(id);
  const secret = /invoice|receipt/.test(subject.vct) ? { claim_secret: SECRET } : {};
  return { vct: subject.vct, claims: { ...subject.claims, ...secret } };
}

async function issued(id: string): Promise<string> {
  const { vct, claims } = claimsOf(id);
  const { plain, disclosable } = checkClaims(vct, claims);
  const payload = { iss: 'https://lightseal.example/issuer/x', iat: 0, exp: 86_400, vct, ...plain };
  const [random, sign] = [counting(), ISSUER.sign];
  return issueSdJwt({ payload, disclosable, holderJwk: HOLDER.jwk, kid: 'k', random, sign });
}

async function shown(id: string, paths: readonly string[]): Promise<JsonObject> {
  const kept = discloseClaims(await issued(id), paths);
  return processDisclosures(parseSdJwt(kept)).claims;
}

describe('a field of a person', () => {
  it('is shown alone, inside its person', async () => {
    const claims = await shown('marriage-father', ['spouse_other.name']);
    expect(claims['spouse_other']).toEqual({ name: '沈示例' });
    expect(claims).not.toHaveProperty('spouse_self');
  });

  it('is shown with all others if the person is named', async () => {
    const claims = await shown('marriage-father', ['spouse_self']);
    expect(Object.keys(claims['spouse_self'] as JsonObject).sort()).toEqual([
      'birth_date',
      'id_number',
      'name',
      'nationality',
      'sex',
    ]);
  });

  it('has a path, beside the paths of claims', async () => {
    const paths = placeDisclosures(parseSdJwt(await issued('child-birth'))).map(({ path }) => path);
    expect(paths).toContain('mother');
    expect(paths).toContain('father.id_number');
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.indexOf('mother')).toBeLessThan(paths.indexOf('mother.name'));
  });
});

describe('a line', () => {
  it('is shown alone, whole', async () => {
    const { items } = await shown('printing-invoice', ['items.1']);
    expect(items).toMatchObject([{ name: '*印刷品*海报', amount: '1240.00', tax: '161.20' }]);
  });

  it('is hidden with all others unless something is named', async () => {
    expect(await shown('printing-invoice', [])).not.toHaveProperty('items');
    expect(await shown('printing-invoice', ['items'])).toMatchObject({ items: [{}, {}, {}] });
  });
});

it('every document of the demo comes back as it was issued, and keeps to its type', async () => {
  for (const { id } of SUBJECTS) {
    const sdJwt = parseSdJwt(await issued(id));
    const { vct, claims } = claimsOf(id);
    const type = typeMetadata(vct);
    expect(processDisclosures(sdJwt).claims).toMatchObject(claims);
    expect(type && policyBreach(sdJwt, type)).toBeUndefined();
    expect(sdJwt.payload['vct#integrity']).toBe(type?.integrity);
  }
});

describe('the policy of a type', () => {
  const [SALT, MARRIAGE] = ['c2FsdHNhbHRzYWx0c2FsdA', vctOf('marriage-certificate')];
  const breach = async (vct: string, payload: JsonObject, disclosures: readonly Json[] = []) => {
    const type = typeMetadata(vct);
    return (
      type && policyBreach(parseSdJwt(await craft({ ...BASE, vct, ...payload }, disclosures)), type)
    );
  };

  it('is broken by a claim in the open that it hides, and by one hidden that it does not', async () => {
    expect(await breach(MARRIAGE, { holder: '示例' })).toBe('holder');
    const hidden = [SALT, 'registration_authority', '示例'];
    expect(await breach(MARRIAGE, { _sd: [digest(hidden)] }, [hidden])).toBe(
      'registration_authority',
    );
    expect(await breach(MARRIAGE, { _sd: [digest(hidden)] })).toBeUndefined();
  });

  it('is broken by a part in the open', async () => {
    const whole = [SALT, 'spouse_self', { name: '示例' }];
    expect(await breach(MARRIAGE, { _sd: [digest(whole)] }, [whole])).toBe('spouse_self.name');
  });

  it('is broken by a line in the open, and by a hidden field of a line', async () => {
    const lines = [SALT, 'items', [{ name: '示例' }]];
    const invoice = vctOf('e-invoice');
    expect(await breach(invoice, { _sd: [digest(lines)] }, [lines])).toBe('items.0');
    const field = [SALT, 'name', '示例'];
    const line = [SALT, { _sd: [digest(field)] }];
    const list = [SALT, 'items', [{ '...': digest(line) }]];
    const all = [list, line, field];
    expect(await breach(invoice, { _sd: [digest(list)] }, all)).toBe('items.0.name');
  });

  it('says nothing of claims that it does not know', async () => {
    expect(await breach(MARRIAGE, { nickname: '示例' })).toBeUndefined();
  });
});

describe('amounts', () => {
  const codeOf = (id: string, change: JsonObject): string => {
    const { vct, claims } = claimsOf(id);
    try {
      checkClaims(vct, { ...claims, ...change });
      return 'accepted';
    } catch (error) {
      if (error instanceof CredentialError) return `${error.code} ${error.message}`;
      throw error;
    }
  };
  const outcomes = (id: string, change: JsonObject, isWhole = true) => {
    const { vct, claims } = claimsOf(id);
    return checkSums(vct, { ...claims, ...change }, () => isWhole).map(({ outcome }) => outcome);
  };

  it('must make the sums that a standard demands', () => {
    expect(codeOf('hotel-invoice', {})).toBe('accepted');
    for (const total of ['amount_excl_tax', 'tax_amount', 'amount_incl_tax'])
      expect(codeOf('hotel-invoice', { [total]: '1.00' })).toMatch(/^credential\/amounts-differ/);
    expect(codeOf('european-invoice', { tax_inclusive: '1.00' })).toMatch(/amounts-differ/);
  });

  it('of other sums are issued as they are, and the difference is a fact', () => {
    expect(
      codeOf('european-invoice', {
        lines: [{ name: 'x', quantity: '1', unit: 'C62', amount: '1.00' }],
      }),
    ).toBe('accepted');
    expect(codeOf('father-receipt', { self_payment: '99.00' })).toBe('accepted');
    expect(outcomes('father-receipt', {})).toEqual(['holds', 'holds']);
    expect(outcomes('father-receipt', { self_payment: '99.00' })).toEqual(['holds', 'differs']);
  });

  it('stay open where something is not shown or not an amount', () => {
    expect(outcomes('hotel-invoice', { items: 'x' })[0]).toBe('open');
    expect(outcomes('hotel-invoice', {}, false)).toEqual(['open', 'open', 'holds']);
    expect(outcomes('hotel-invoice', { tax_amount: '1e2' })).toEqual(['holds', 'open', 'open']);
  });

  it('are exact where floats are not', () => {
    const charge = (amount: string) => ({ name: '示例', amount });
    const items = ['0.10', '0.20', '99999999999.97'].map(charge);
    expect(outcomes('father-receipt', { items, total_amount: '100000000000.27' })[0]).toBe('holds');
  });
});
