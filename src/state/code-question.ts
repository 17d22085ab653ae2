/** A question of this desk as a code that a wallet scans. */
import type { Sign } from '#core/credential/index.ts';
import {
  encodeRequest,
  formatRequest,
  requestSignBytes,
  type AskedClaims,
  type RequestContent,
} from '#core/qr/index.ts';
import { answerBinding, CHALLENGE_MS, chainTag, type Challenge } from '#core/verify/index.ts';

/** What is asked, and in whose name if it is a registered one. */
export interface CodeQuestion {
  readonly chainId: string;
  readonly registered: { readonly verifier: string; readonly purpose: string } | undefined;
  /** Said as the purpose where no registered one can be named. */
  readonly words: string;
  readonly asked: AskedClaims;
  readonly askedAtMs: number;
}

/** Makes the code, signed if it is asked in somebody's name, and what its answer is held against. */
export async function makeCodeQuestion(
  { chainId, registered, words, asked, askedAtMs }: CodeQuestion,
  nonce: Uint8Array,
  sign: Sign,
): Promise<{ readonly challenge: Challenge; readonly text: string }> {
  const content: RequestContent = {
    chainTag: chainTag(chainId),
    nonce,
    expiresS: Math.ceil((askedAtMs + CHALLENGE_MS) / 1000),
    verifier: registered?.verifier,
    purpose: registered?.purpose ?? words,
    query: registered === undefined ? asked : undefined,
  };
  const signature = registered && (await sign(requestSignBytes(content)));
  const request = { ...content, signature };
  const payload = encodeRequest(request);
  const challenge = { ...answerBinding({ request, payload }), asked, askedAtMs };
  return { challenge, text: formatRequest(payload) };
}
