/** A question of this desk as a code that a wallet scans. */
import type { Sign } from '#core/credential/index.ts';
import {
  encodeRequest,
  formatRequest,
  requestSignBytes,
  type AskedClaims,
  type RequestContent,
} from '#core/qr/index.ts';
import {
  answerBinding,
  CHALLENGE_MS,
  chainTag,
  joinAsked,
  type Challenge,
} from '#core/verify/index.ts';

/** What is asked, and in whose name if it is a registered one. */
export interface CodeQuestion {
  readonly chainId: string;
  readonly registered: { readonly verifier: string; readonly purpose: string } | undefined;
  /** Said as the purpose where no registered one can be named. */
  readonly words: string;
  readonly asked: AskedClaims;
  /** What is asked for besides, each with the id of its purpose where that is registered. */
  readonly also: readonly FurtherQuestion[];
  readonly askedAtMs: number;
}

/** A further document that is asked for. */
export interface FurtherQuestion extends AskedClaims {
  readonly purpose: string | undefined;
}

/** Makes the code, signed if it is asked in somebody's name, and what its answer is held against. */
export async function makeCodeQuestion(
  { chainId, registered, words, asked, also, askedAtMs }: CodeQuestion,
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
    ...(also.length === 0 ? {} : { also: also.map(furtherOf) }),
  };
  const signature = registered && (await sign(requestSignBytes(content)));
  const request = { ...content, signature };
  const payload = encodeRequest(request);
  const binding = answerBinding({ request, payload });
  const challenge = { ...binding, ...joinedOf(asked, also), askedAtMs };
  return { challenge, text: formatRequest(payload) };
}

/** As the wallet joins them: a document that two purposes are about is asked for once. */
function joinedOf(
  asked: AskedClaims,
  also: readonly AskedClaims[],
): Pick<Challenge, 'asked' | 'also'> {
  const [first = asked, ...more] = joinAsked([asked, ...also]).map(claimsOf);
  return more.length === 0 ? { asked: first } : { asked: first, also: more };
}

function furtherOf({ purpose, ...question }: FurtherQuestion): string | AskedClaims {
  return purpose ?? claimsOf(question);
}

function claimsOf({ vct, claims }: AskedClaims): AskedClaims {
  return { vct, claims };
}
