/** Whether a document with its proof still is a code that phones read off phones. */
import { create } from 'qrcode';
import { describe, expect, it } from 'vitest';
import { parseBase45 } from '#core/bytes/index.ts';
import { claimOrder, disclosurePolicy } from '#core/credential/index.ts';
import { decodeEnvelope, encodeEnvelope } from '#core/qr/index.ts';
import { presented, type SubjectId } from './presentations.ts';

/** Version 27 at level L must not be passed; version 25 should not. */
const MOST = 1418;
const GOAL = 1232;

/** Every claim that can be disclosed, but for those that nobody shows at a counter. */
function hiddenOf(type: string, except: readonly string[] = []): readonly string[] {
  const vct = `https://lightseal.example/vct/${type}/1`;
  return claimOrder(vct).filter(
    (name) => disclosurePolicy(vct, name) === 'always' && !except.includes(name),
  );
}

const CASES: readonly (readonly [string, SubjectId, readonly string[]])[] = [
  ['food licence, legal representative', 'noodle-house', ['legal_representative']],
  ['food licence, everything', 'noodle-house', hiddenOf('food-business-licence')],
  ['business licence, legal representative', 'technology-company', ['legal_representative']],
  ['business licence, everything', 'technology-company', hiddenOf('business-licence')],
  [
    'e-invoice, seller, buyer, total',
    'hotel-invoice',
    ['seller_name', 'buyer_name', 'amount_incl_tax'],
  ],
  [
    'e-invoice, everything but its secret and its lines',
    'hotel-invoice',
    hiddenOf('e-invoice', ['claim_secret', 'items']),
  ],
  [
    'e-invoice, everything but its secret',
    'hotel-invoice',
    hiddenOf('e-invoice', ['claim_secret']),
  ],
];

describe('a document with its anchor proof in a batch of 256', () => {
  it.each(CASES)('stays within the code that phones read: %s', async (name, id, claims) => {
    const presentation = await presented(id, claims);
    expect(presentation.anchor.path).toHaveLength(8);
    const text = encodeEnvelope(presentation);
    const { length } = parseBase45(text.slice('LS1:'.length));
    const code = create([{ data: text, mode: 'alphanumeric' }], { errorCorrectionLevel: 'L' });
    console.log(
      `${name}: ${length} bytes, version ${code.version}, ${presentation.sdJwt.length} as text`,
    );
    expect(decodeEnvelope(text)).toEqual(presentation);
    expect(length).toBeLessThanOrEqual(MOST);
    expect(length).toBeLessThanOrEqual(GOAL);
    expect(code.version).toBeLessThanOrEqual(25);
  });
});
