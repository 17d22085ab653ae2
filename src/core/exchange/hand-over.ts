/** Leaving a letter in the mailboxes of two nodes, and collecting it from whichever still works. */
import { formatHex } from '../bytes/index.ts';
import type { CipherOf, DeriveKey, Random } from '../crypto/index.ts';
import { isRefusal } from '../errors.ts';
import { openLetter, sealLetter, tokenKeys } from './letter.ts';
import { TokenError } from './token-error.ts';
import { makeToken, parseToken } from './token.ts';

/** The mailbox beside one node. It is believed in nothing. */
export interface Mailbox {
  /** @returns Whether it said that it keeps the letter; refuses if it cannot be reached. */
  leave(address: string, letter: string): Promise<boolean>;
  /** @returns `undefined` if it has none; refuses if it cannot be reached. */
  collect(address: string): Promise<string | undefined>;
}

/** What handing over needs from outside. */
export interface TokenPorts {
  readonly chainId: string;
  /** One for each node, in the profile's order. */
  readonly mailboxes: readonly Mailbox[];
  readonly deriveKey: DeriveKey;
  readonly cipherOf: CipherOf;
}

/** A letter that at least one mailbox keeps. */
export interface HandedOver {
  readonly token: string;
  /** How many of the mailboxes asked took it. */
  readonly kept: number;
}

/**
 * Seals a code's text under a fresh token and leaves it in two mailboxes.
 *
 * @throws {@link TokenError} `token/no-mailbox` if none of the two took it.
 */
export async function handOver(
  text: string,
  random: Random,
  ports: TokenPorts,
): Promise<HandedOver> {
  const token = makeToken(random);
  const keys = await tokenKeys(token, ports.chainId, ports.deriveKey);
  const letter = await sealLetter(text, keys, ports.cipherOf, random);
  const address = formatHex(keys.address);
  const answers = await Promise.all(
    pairFor(keys.address, ports.mailboxes).map((mailbox) =>
      settled(mailbox.leave(address, letter)),
    ),
  );
  const kept = answers.filter((answer) => answer === true).length;
  if (kept === 0) throw new TokenError('token/no-mailbox', 'no mailbox took the letter');
  return { token, kept };
}

/**
 * Collects what a token leads to. Both mailboxes are asked at once; the first letter that opens
 * wins, so one that is down, slow or lying changes nothing.
 *
 * @param untrusted - As typed or scanned.
 * @returns The text of a code, of which nothing is verified.
 * @throws {@link TokenError} as {@link parseToken}; `token/absent` if a mailbox answered and none
 * has it; `token/malformed-letter` if all that came was not sealed under the token;
 * `token/no-mailbox` if none could be reached.
 */
export async function collect(untrusted: string, ports: TokenPorts): Promise<string> {
  const keys = await tokenKeys(parseToken(untrusted), ports.chainId, ports.deriveKey);
  const address = formatHex(keys.address);
  const attempts = pairFor(keys.address, ports.mailboxes).map(async (mailbox) => {
    const letter = await mailbox.collect(address);
    if (letter === undefined) throw new TokenError('token/absent', 'no such letter');
    return await openLetter(letter, keys, ports.cipherOf);
  });
  try {
    return await Promise.any(attempts);
  } catch (all) {
    throw all instanceof AggregateError ? mostTelling(all.errors) : all;
  }
}

/** The same two for both sides, and not the same two for all letters. */
function pairFor(address: Uint8Array, mailboxes: readonly Mailbox[]): readonly Mailbox[] {
  const [first = 0, second = 0] = address;
  const count = mailboxes.length;
  if (count < 2) return mailboxes;
  const one = first % count;
  const other = (one + 1 + (second % (count - 1))) % count;
  return [mailboxes[one], mailboxes[other]].filter((each) => each !== undefined);
}

/** Bugs first: they are nobody's fault but ours. */
function mostTelling(thrown: readonly unknown[]): unknown {
  const bug = thrown.find((each) => !isRefusal(each));
  if (bug !== undefined) return bug;
  const telling = ['token/absent', 'token/malformed-letter'] as const;
  const found = telling.flatMap((code) =>
    thrown.filter((each) => each instanceof TokenError && each.code === code),
  );
  return found[0] ?? new TokenError('token/no-mailbox', 'no mailbox answers', { cause: thrown[0] });
}

async function settled<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (refusal) {
    if (isRefusal(refusal)) return undefined;
    throw refusal;
  }
}
