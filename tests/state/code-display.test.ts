import { describe, expect, it } from 'vitest';
import {
  decodeSelfContained,
  decodeStreamPayload,
  encodeEnvelope,
  StreamCollector,
  type ProofGrounds,
} from '#core/qr/index.ts';
import type { ExcerptNeed } from '#core/registry/index.ts';
import { CodeDisplay } from '#state/code-display.svelte.ts';
import type { AnchoredCopy } from '#state/show-copy.ts';
import { restoreAnchor } from '#state/document-summary.ts';
import type { ShownCode } from '#state/shown-code.ts';
import type { Proofs } from '#state/ports.ts';
import { documentOf, refusal } from './ports.ts';

const GROUNDS: ProofGrounds = {
  blocks: [Uint8Array.of(1), Uint8Array.of(2)],
  excerpt: Uint8Array.of(3),
};

async function registered() {
  const { held } = await documentOf(1);
  const [copy] = held.copies;
  if (copy?.anchor === undefined) throw new Error('no copy is registered');
  const code = encodeEnvelope({ sdJwt: copy.sdJwt, anchor: restoreAnchor(copy.anchor) });
  return { copy: copy as AnchoredCopy, code };
}

const displayWith = (proofs: Pick<Proofs, 'bring'>) =>
  new CodeDisplay({ proofs, isCalm: () => false });

/** What somebody reads who keeps a camera on it. */
function read(shown: ShownCode | undefined) {
  if (shown === undefined || shown.form === 'one') throw new Error('it does not move');
  const collector = new StreamCollector();
  for (let at = 0; at < shown.stream.need; at++) collector.add(shown.stream.frame(at));
  return decodeStreamPayload(collector.progress?.payload ?? new Uint8Array());
}

/** What a desk reads where the text is pasted. */
function readPasted(text = '') {
  const collector = new StreamCollector();
  for (const frame of text.split('\n')) collector.add(frame);
  return decodeStreamPayload(collector.progress?.payload ?? new Uint8Array());
}

describe('the text of a show', () => {
  it('is that of everything that is drawn, in whatever form', async () => {
    const display = displayWith({ bring: () => Promise.resolve(GROUNDS) });
    const { copy, code } = await registered();
    expect(display.text).toBeUndefined();
    display.show([{ copy, code }]);
    expect(display.text).toBe(code);
    await display.showAs('moving');
    expect(readPasted(display.text)).toEqual({ kind: 'presentation', text: code });
    await display.showAs('self-contained');
    expect(readPasted(display.text)).toEqual(read(display.shown));
    expect(display.code).toBe(code);
  });
});

describe('a self-contained show', () => {
  it('brings along what was gathered for this copy, and ends with another form', async () => {
    const needs: ExcerptNeed[] = [];
    const display = displayWith({
      bring: (need) => {
        needs.push(need);
        return Promise.resolve(GROUNDS);
      },
    });
    const { copy, code } = await registered();
    display.show([{ copy, code }]);
    await display.showAs('self-contained');
    const { issuer, batch } = copy.anchor;
    expect(needs).toMatchObject([{ issuer, batch, list: `${issuer}/1` }]);
    expect(display.shown?.form).toBe('self-contained');
    const payload = read(display.shown);
    if (payload.kind !== 'proof') throw new Error('no proof');
    expect(decodeSelfContained(payload.body)).toEqual({ code, ...GROUNDS });

    await display.showAs('slow');
    expect(display.shown?.form).toBe('slow');
    expect(read(display.shown)).toEqual({ kind: 'presentation', text: code });
  });

  it('stays as it was where nothing can be brought along, and says why', async () => {
    const display = displayWith({ bring: () => Promise.reject(refusal('registry/not-held')) });
    const { copy, code } = await registered();
    display.show([{ copy, code }]);
    const before = display.shown?.form;
    await display.showAs('self-contained');
    expect(display.failure).toBe('registry/not-held');
    expect(display.shown?.form).toBe(before);
    await display.showAs('moving');
    expect(display.failure).toBeUndefined();
  });

  it('stays as it was where it would be too much for a stream', async () => {
    const excerpt = new Uint8Array(256 * 1024);
    const display = displayWith({ bring: () => Promise.resolve({ ...GROUNDS, excerpt }) });
    const { copy, code } = await registered();
    display.show([{ copy, code }]);
    await display.showAs('self-contained');
    expect(display.failure).toBe('qr/too-large');
  });

  it('that is over does not come back when its data arrive', async () => {
    let deliver: (grounds: ProofGrounds) => void = () => undefined;
    const display = displayWith({
      bring: () =>
        new Promise((resolve) => {
          deliver = resolve;
        }),
    });
    const { copy, code } = await registered();
    display.show([{ copy, code }]);
    const waiting = display.showAs('self-contained');
    display.reset();
    deliver(GROUNDS);
    await waiting;
    expect(display.shown?.form).not.toBe('self-contained');
  });
});
