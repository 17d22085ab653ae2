/** What blocks hold against validators: found along verified headers, whoever answers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHex } from '#core/bytes/index.ts';
import {
  findMisconduct,
  formatHeader,
  hashEvidence,
  type Header,
  type LightBlock,
  type RpcCall,
} from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import { buildChain } from '../../support/chain-builder.ts';
import { CULPRIT, DUPLICATE, duplicateJson } from '../../support/duplicate-vote.ts';

const LENGTH = 45;
const HELD = 12;
const CHAIN = buildChain({
  length: LENGTH,
  alter: (header) =>
    header.height === HELD ? { ...header, evidenceHash: hashEvidence([DUPLICATE]) } : header,
});
const HEAD = headerAt(CHAIN, LENGTH);
const FOUND = {
  kind: 'signed-twice',
  address: formatHex(CULPRIT),
  height: DUPLICATE.votes[0].height,
  blockHeight: HELD,
};

function headerAt(chain: readonly LightBlock[], height: number): Header {
  const block = chain[height - 1];
  if (block === undefined) throw new Error('no such block');
  return block.header;
}

/** @param evidence - What the block is said to hold. */
function nodeOf(evidence: unknown, chain = CHAIN): RpcCall & { readonly asked: string[] } {
  const asked: string[] = [];
  const call: RpcCall = (method, params) => {
    asked.push(method);
    if (method === 'block') return Promise.resolve({ block: { evidence: { evidence } } });
    const [min, max] = [Number(params['minHeight']), Number(params['maxHeight'])];
    const headers = chain.slice(min - 1, max).toReversed();
    return Promise.resolve({
      block_metas: headers.map(({ header }) => ({ header: formatHeader(header) })),
    });
  };
  return Object.assign(call, { asked });
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (refusal: unknown) => (isRefusal(refusal) ? refusal.code : String(refusal)),
  );

describe('looking for misconduct', () => {
  it('finds who signed twice, with three answers of headers and one block', async () => {
    const node = nodeOf([duplicateJson()]);
    expect(await findMisconduct(node, HEAD, 1)).toEqual([FOUND]);
    expect(node.asked).toEqual(['blockchain', 'blockchain', 'blockchain', 'block']);
  });

  it('looks no further back than it is told, and at the head alone without asking', async () => {
    expect(await findMisconduct(nodeOf([duplicateJson()]), HEAD, HELD + 1)).toEqual([]);
    const silent = nodeOf([]);
    expect(await findMisconduct(silent, HEAD, LENGTH)).toEqual([]);
    expect(silent.asked).toEqual([]);
    const held = headerAt(CHAIN, HELD);
    expect(await findMisconduct(nodeOf([duplicateJson()]), held, HELD)).toEqual([FOUND]);
  });

  it.each([[[]], [[duplicateJson(), duplicateJson()]], [[duplicateJson({ ValidatorPower: '1' })]]])(
    'refuses other evidence than the header names',
    async (evidence) => {
      const looking = findMisconduct(nodeOf(evidence), HEAD, 1);
      expect(await codeOf(looking)).toBe('cometbft/proof-mismatch');
    },
  );

  it('refuses headers that the one above does not name', async () => {
    const other = buildChain({ length: LENGTH, round: 1 });
    const looking = findMisconduct(nodeOf([], other), HEAD, 1);
    expect(await codeOf(looking)).toBe('chain/invalid-header');
  });

  it('refuses a block of any other shape with a code', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (answer) => {
        const node: RpcCall = () => Promise.resolve(answer);
        const code = await codeOf(findMisconduct(node, headerAt(CHAIN, HELD), HELD));
        expect(code).toBe('source/garbage');
      }),
    );
  });
});
