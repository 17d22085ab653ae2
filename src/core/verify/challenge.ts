/** What an answer to a verifier's own request is bound to (DESIGN §5, challenge). */
import { concatBytes, encodeUtf8, formatBase64Url } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import {
  REQUEST_LIMITS,
  type AskedClaims,
  type ReadRequest,
  type VerifierRequest,
} from '../qr/index.ts';

/** The audience of a code that was shown without being asked (broadcast). */
export const BROADCAST_AUDIENCE = 'lightseal:broadcast';
/** How long an answer may be on its way, by the verifier's own clock. */
export const CHALLENGE_MS = 180_000;

const ANSWER_AUDIENCE = 'lightseal:verifier:';

/** A request that this verifier has made and still waits for, by code or online. */
export interface Challenge {
  /** What an answer has to be bound to: nobody else's, and to no other request. */
  readonly audience: string;
  readonly nonce: string;
  /** What the request asks for, by the registry or by its own query. */
  readonly asked: AskedClaims;
  /** What it asks for besides, one document each, no type twice. */
  readonly also?: readonly AskedClaims[];
  /** By the verifier's clock. */
  readonly askedAtMs: number;
}

/** How the verifier expects the holder to prove that the code is live. It never comes from the code. */
export type Expectation =
  { readonly mode: 'broadcast' } | { readonly mode: 'challenge'; readonly challenge: Challenge };

export const BROADCAST: Expectation = { mode: 'broadcast' };

/** Everything that was asked for, one document each. */
export function allAsked({ asked, also = [] }: Pick<Challenge, 'asked' | 'also'>) {
  return [asked, ...also];
}

/** What was asked for and is none of the types that were shown. */
export function unansweredBy(
  shown: readonly string[],
  expected: Expectation,
): readonly AskedClaims[] {
  if (expected.mode === 'broadcast') return [];
  return allAsked(expected.challenge).filter(({ vct }) => !shown.includes(vct));
}

/** Eight bytes that tell one consortium's requests from another's. */
export function chainTag(chainId: string): Uint8Array<ArrayBuffer> {
  return sha256(encodeUtf8(`lightseal/chain/1\n${chainId}`)).slice(0, REQUEST_LIMITS.chainTag);
}

/** The nonce of an answer, base64url: it holds for these bytes of a request and no others. */
export function answerNonce(payload: Uint8Array): string {
  const whole = concatBytes(encodeUtf8('lightseal/answer/1\n'), payload);
  return formatBase64Url(sha256(whole).slice(0, REQUEST_LIMITS.nonce));
}

/** What an answer to the request in these bytes is bound to. */
export function answerBinding({ request, payload }: ReadRequest) {
  return { audience: answerAudience(request), nonce: answerNonce(payload) };
}

/** The audience of an answer. Whoever has no place in the registry has no name in it. */
export function answerAudience({ verifier }: Pick<VerifierRequest, 'verifier'>): string {
  return `${ANSWER_AUDIENCE}${verifier ?? ''}`;
}

/** Whether a code was made as an answer, to whomever. */
export function isAnswerAudience(audience: string): boolean {
  return audience.startsWith(ANSWER_AUDIENCE);
}
