import { afterEach, describe, expect, it, vi } from 'vitest';
import { encodeUtf8, parseHex } from '#core/bytes/index.ts';
import { verifyVotes, type Vote, type VoteVerifier } from '#core/cometbft/index.ts';
import { exactVotes } from '#workers/exact-votes.ts';
import { hasNativeEd25519, nativeVoteVerifier } from '#workers/native-vote-verifier.ts';
import { readVector, vectorsDir } from '../support/vectors.ts';

interface Case {
  readonly key: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  readonly valid: boolean;
}

const records = (path: string) => JSON.parse(readVector(path)) as Record<string, unknown>[];

function cctv(): Case[] {
  return records('cctv-ed25519/ed25519vectors_with_zip215.json').map((row) => ({
    key: parseHex(String(row['key'])),
    message: encodeUtf8(String(row['msg'])),
    signature: parseHex(String(row['sig'])),
    valid: row['zip215_valid'] === true,
  }));
}

function consensus(): Case[] {
  return records('ed25519consensus/zip215_196.json').map((row) => ({
    key: parseHex(String(row['pub_key'])),
    message: encodeUtf8(String(row['message_utf8'])),
    signature: parseHex(String(row['signature'])),
    valid: row['valid_zip215'] === true,
  }));
}

const voteOf = ({ key, message, signature }: Case): Vote => ({
  key: { type: 'ed25519', bytes: key },
  message,
  signature,
});

const ask = async (verifier: VoteVerifier, one: Case) => (await verifier([voteOf(one)]))[0];

const wrongAnswers = async (verifier: VoteVerifier, cases: readonly Case[]) => {
  const answers = await verifier(cases.map(voteOf));
  return cases.filter(({ valid }, index) => answers[index] !== valid);
};

const refuseAll: VoteVerifier = (votes) => Promise.resolve(votes.map(() => false));
const acceptAll: VoteVerifier = (votes) => Promise.resolve(votes.map(() => true));

const algorithm = 'Ed25519';
const seed = encodeUtf8('a vote');

async function signedVote(): Promise<Case> {
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error('not a pair');
  return {
    key: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)),
    message: seed,
    signature: new Uint8Array(await crypto.subtle.sign(algorithm, pair.privateKey, seed)),
    valid: true,
  };
}

describe.skipIf(vectorsDir() === undefined)('the native verifier, on the vectors of others', () => {
  it('answers as ZIP-215 on every case of CCTV', async () => {
    expect(await wrongAnswers(nativeVoteVerifier(), cctv())).toEqual([]);
  });

  it('answers as ZIP-215 on every case of ed25519consensus', async () => {
    expect(await wrongAnswers(nativeVoteVerifier(), consensus())).toEqual([]);
  });

  it('accepts nothing that the exact verifier does not, when only the browser is asked', async () => {
    const nativeOnly = nativeVoteVerifier(crypto.subtle, refuseAll);
    for (const one of [...cctv(), ...consensus()]) {
      if (await ask(nativeOnly, one)) expect(await ask(verifyVotes, one)).toBe(true);
    }
  });
});

describe('the native verifier', () => {
  it('accepts a good vote without asking the exact verifier', async () => {
    const exact = vi.fn(refuseAll);
    expect(await ask(nativeVoteVerifier(crypto.subtle, exact), await signedVote())).toBe(true);
    expect(exact).not.toHaveBeenCalled();
  });

  it('refuses a changed vote', async () => {
    const vote = await signedVote();
    const changed = { ...vote, message: encodeUtf8('another vote') };
    expect(await ask(nativeVoteVerifier(), changed)).toBe(false);
  });

  it('refuses S that is not below the order of the base point, whoever would take it', async () => {
    const vote = await signedVote();
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = vote.signature.slice(32).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
    const signature = Uint8Array.from(vote.signature);
    for (let index = 0; index < 32; index++) {
      signature[32 + index] = Number(((s + order) >> BigInt(8 * index)) & 255n);
    }
    const gullible = nativeVoteVerifier(crypto.subtle, acceptAll);
    expect(await ask(gullible, { ...vote, signature })).toBe(false);
  });

  it('answers false for keys and signatures of a wrong length', async () => {
    const vote = await signedVote();
    const short = { ...vote, signature: vote.signature.slice(1) };
    expect(await ask(nativeVoteVerifier(), short)).toBe(false);
    expect(await ask(nativeVoteVerifier(), { ...vote, key: vote.key.slice(1) })).toBe(false);
  });

  it('is only slower in a browser without Ed25519', async () => {
    const refuse = () => Promise.reject(new Error('NotSupportedError'));
    const verifier = nativeVoteVerifier({ importKey: refuse, verify: refuse });
    expect(await ask(verifier, await signedVote())).toBe(true);
  });

  it('names a changed vote, whoever verified it', async () => {
    const cases = await Promise.all(Array.from({ length: 9 }, signedVote));
    const verifier = nativeVoteVerifier();
    for (let culprit = 0; culprit < cases.length; culprit++) {
      const votes = cases
        .map(voteOf)
        .map((vote, index) =>
          index === culprit ? { ...vote, message: encodeUtf8('another vote') } : vote,
        );
      expect(await verifier(votes)).toEqual(votes.map((_, index) => index !== culprit));
    }
  });

  it('leaves secp256k1 to the core', async () => {
    const exact = vi.fn(acceptAll);
    const key = { type: 'secp256k1', bytes: new Uint8Array(33) } as const;
    const verifier = nativeVoteVerifier(crypto.subtle, exact);
    const votes = [{ key, message: seed, signature: new Uint8Array(64) }];
    expect(await verifier(votes)).toEqual([true]);
    expect(exact).toHaveBeenCalledOnce();
  });
});

it('says whether there is an Ed25519 of the browser at all', async () => {
  expect(await hasNativeEd25519()).toBe(true);
  const none = () => Promise.reject(new DOMException('no such algorithm', 'NotSupportedError'));
  expect(await hasNativeEd25519({ importKey: none, verify: none })).toBe(false);
});

describe("without the browser's own Ed25519, votes are verified", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('together where WebAssembly is to be had', async () => {
    const exact = exactVotes();
    expect(exact).not.toBe(verifyVotes);
    expect(await wrongAnswers(exact, [await signedVote(), await signedVote()])).toEqual([]);
  });

  it('singly where it is missing', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(exactVotes()).toBe(verifyVotes);
  });
});
