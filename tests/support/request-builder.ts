/** A registered verifier with its key, and requests of its, each part replaceable. */
import { encodeRequest, requestSignBytes, type RequestContent } from '#core/qr/index.ts';
import type { VerifierEntry } from '#core/registry/index.ts';
import { answerBinding, chainTag, type Challenge } from '#core/verify/index.ts';
import { testKey, VCT, type TestKey } from '../core/credential/craft.ts';
import { CHAIN, nameOf } from '../core/registry/departments.ts';
import { NOW_MS } from './case-builder.ts';

export const VERIFIER_ID = 'service-hall';
export const VERIFIER_KEY = testKey('service-hall-1');
export const PURPOSE = 'annual-review';
export const ASKED_MS = NOW_MS - 20_000;

export const VERIFIER: VerifierEntry = {
  name: nameOf(VERIFIER_ID),
  key: { kid: 'service-hall-1', alg: 'ES256', publicKey: VERIFIER_KEY.publicKey },
  purposes: [{ id: PURPOSE, name: nameOf(PURPOSE), vct: VCT, claims: ['legal_representative'] }],
};

export function contentOf(change: Partial<RequestContent> = {}): RequestContent {
  return {
    chainTag: chainTag(CHAIN),
    nonce: new Uint8Array(16).fill(7),
    expiresS: NOW_MS / 1000 + 160,
    verifier: VERIFIER_ID,
    purpose: PURPOSE,
    query: undefined,
    ...change,
  };
}

/** A request with its bytes; signed by the verifier unless told otherwise. */
export async function requestOf(
  change: Partial<RequestContent> = {},
  signer: TestKey | undefined = VERIFIER_KEY,
) {
  const content = contentOf(change);
  const signature = await signer.sign(requestSignBytes(content));
  return withBytes({ ...content, signature });
}

export function unsigned(change: Partial<RequestContent> = {}) {
  return withBytes({ ...contentOf(change), signature: undefined });
}

function withBytes<T extends Parameters<typeof encodeRequest>[0]>(request: T) {
  return { request, payload: encodeRequest(request) };
}

/** What the verifier of the case tests has asked; the documents there have this claim. */
export const CHALLENGE: Challenge = {
  ...answerBinding(unsigned()),
  asked: { vct: VCT, claims: ['legal_person'] },
  askedAtMs: ASKED_MS,
};
export const AUDIENCE = CHALLENGE.audience;
export const ANSWER_NONCE = CHALLENGE.nonce;
