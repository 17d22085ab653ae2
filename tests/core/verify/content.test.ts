/** What a verdict says of a document's content beside its checks. */
import { describe, expect, it } from 'vitest';
import {
  parseSdJwt,
  processDisclosures,
  type Json,
  type JsonObject,
} from '#core/credential/index.ts';
import { contentFacts } from '../../../src/core/verify/content.ts';
import { BASE, craft, digest } from '../credential/craft.ts';

const SALT = 'c2FsdHNhbHRzYWx0c2FsdA';

async function factsOf(slug: string, payload: JsonObject, disclosures: readonly Json[] = []) {
  const vct = `https://lightseal.example/vct/${slug}/1`;
  const sdJwt = parseSdJwt(await craft({ ...BASE, vct, ...payload }, disclosures));
  return contentFacts({ sdJwt, processed: processDisclosures(sdJwt) });
}

describe('facts about content', () => {
  it('tell whether check characters fit', async () => {
    const { identifiers, malformed } = await factsOf('business-licence', {
      uscc: '91350100M000100Y43',
      issue_date: 'yesterday',
    });
    expect(identifiers).toEqual([{ path: 'uscc', fits: true }]);
    expect(malformed).toEqual(['issue_date']);
    const wrong = await factsOf('business-licence', { uscc: '91350100M000100Y4Z' });
    expect(wrong.identifiers).toEqual([{ path: 'uscc', fits: false }]);
  });

  it('reach into persons', async () => {
    const self = [SALT, 'spouse_self', { id_number: '11010519491231002X', sex: 'x' }];
    const facts = await factsOf('marriage-certificate', { _sd: [digest(self)] }, [self]);
    expect(facts.identifiers).toEqual([{ path: 'spouse_self.id_number', fits: true }]);
    expect(facts.malformed).toEqual(['spouse_self.sex']);
  });

  it('leave a sum open while a line is withheld', async () => {
    const line = (salt: string, amount: string): Json => [salt, { amount, tax: '0.00' }];
    const [one, two] = [line(SALT, '1.00'), line('c2FsdHNhbHRzYWx0c2FsdB', '2.00')];
    const items = [SALT, 'items', [{ '...': digest(one) }, { '...': digest(two) }]];
    const total = [SALT, 'amount_excl_tax', '3.00'];
    const payload = { _sd: [digest(items), digest(total)] };
    const whole = await factsOf('e-invoice', payload, [items, total, one, two]);
    const part = await factsOf('e-invoice', payload, [items, total, one]);
    expect(whole.sums[0]).toEqual({ total: 'amount_excl_tax', outcome: 'holds' });
    expect(part.sums[0]).toEqual({ total: 'amount_excl_tax', outcome: 'open' });
  });

  it('are none of a type that is not known', async () => {
    expect(await factsOf('unheard-of', { uscc: 'x' })).toEqual({
      identifiers: [],
      malformed: [],
      sums: [],
    });
  });
});
