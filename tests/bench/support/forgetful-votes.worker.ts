/** The app's helper, but it keeps no keys from one commit to the next. */
import { exactVotes } from '#workers/exact-votes.ts';
import { nativeVoteVerifier } from '#workers/native-vote-verifier.ts';
import { serveVotes } from '#workers/shared-votes.ts';

const exact = exactVotes();

addEventListener('message', ({ ports: [port] }: MessageEvent) => {
  if (port === undefined) return;
  serveVotes(port, (votes) => nativeVoteVerifier(crypto.subtle, exact)(votes));
});
