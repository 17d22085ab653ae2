import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, formatBase64 } from '#core/bytes/index.ts';
import { typeMetadata, type Json } from '#core/credential/index.ts';
import { fitsOneCode } from '#core/qr/index.ts';
import { BROADCAST, verify, verifyMoving, type Report } from '#core/verify/index.ts';
import { Intake } from '#state/intake.svelte.ts';
import { showCode } from '#state/shown-code.ts';
import { findingRows } from '#ui/index.ts';
import { digest } from '../core/credential/craft.ts';
import { noise } from '../core/qr/noise.ts';
import { UNSEEN, unusual } from '../core/verify/judged.ts';
import { buildCase, HIDDEN, NOW, type BuiltCase } from '../support/case-builder.ts';
import { Locale } from '#i18n/index.ts';
import { testClock } from './ports.ts';

const VCT = 'https://lightseal.example/vct/driving-licence/1';
/** As large as a portrait may be, and nothing that could be deflated. */
const PORTRAIT = `data:image/jpeg;base64,${formatBase64(
  concatBytes(Uint8Array.of(0xff, 0xd8, 0xff), noise(12 * 1024 - 3, 5)),
)}`;
const DISCLOSED: Json = ['c2FsdCBvZiAxNiBieXRlcw', 'portrait', PORTRAIT];

let licence: BuiltCase;

beforeAll(async () => {
  licence = await buildCase({
    payload: { vct: VCT, name: null, _sd: [digest(HIDDEN), digest(DISCLOSED)] },
    slipped: DISCLOSED,
    issuer: { types: [{ vct: VCT, from: 1 }] },
  });
});

/** A desk that judges what it reads. */
function desk() {
  const { policy, trust } = licence;
  const circumstances = { policy, isSeen: UNSEEN, now: NOW, expected: BROADCAST };
  const reports: Report[] = [];
  const put = (report: Report) => Promise.resolve(void reports.push(report));
  const intake = new Intake({
    inspect: (text) => put(verify(text, trust, policy, UNSEEN, NOW)),
    inspectMoving: (text) => put(verifyMoving(text, trust, circumstances)),
    inspectSeveral: () => Promise.reject(new Error('not several')),
    inspectProof: () => Promise.reject(new Error('not a proof')),
    collect: () => Promise.reject(new Error('not digits')),
    clock: testClock(),
  });
  return { intake, reports };
}

function rowsOf({ document }: Report) {
  if (document === undefined) throw new Error('nothing was read');
  const rules = typeMetadata(document.vct)?.claims ?? [];
  const port = { load: () => undefined, save: () => undefined, apply: () => undefined };
  return findingRows(rules, document.claims, document.content, new Locale(['en'], port));
}

describe('a portrait', () => {
  it('comes with an answer over the network, which is larger than one code', async () => {
    const { intake, reports } = desk();
    expect(fitsOneCode(licence.text)).toBe(false);
    await intake.takeAnswer(licence.text);
    await intake.take(licence.text, 'handed-in');
    expect(reports.map(({ verdict }) => verdict)).toEqual(['accepted', 'undecided']);
    expect(reports[0]?.document?.claims['portrait']).toBe(PORTRAIT);
  });

  it('is shown by a moving code, read frame by frame, verified, and seen', async () => {
    const shown = showCode(licence.text, 'one', false);
    if (shown.form === 'one') throw new Error('it was to move');
    const { intake, reports } = desk();
    // The first pass loses every fourth frame.
    for (let at = 0; reports.length === 0; at++) {
      if (at % 4 !== 3) await intake.take(shown.stream.frame(at), 'held-up');
      expect(at).toBeLessThan(2 * shown.stream.need);
    }
    const [report] = reports;
    if (report === undefined) throw new Error('nothing was judged');
    expect(unusual(report)).toEqual([]);
    expect(report.verdict).toBe('accepted');
    expect(rowsOf(report).map(({ path, picture }) => [path, picture])).toContainEqual([
      'portrait',
      PORTRAIT,
    ]);
  });

  it('never fits into one code, and what claims to be one with it is refused', async () => {
    expect(fitsOneCode(licence.text)).toBe(false);
    const { intake, reports } = desk();
    await intake.take(licence.text, 'handed-in');
    expect(reports[0]?.reason?.code).toBe('format/too-large');
    expect(reports[0]?.verdict).toBe('undecided');
  });
});
