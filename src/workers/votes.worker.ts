/** The chain worker's helper: verifies the votes that come through the port it is given. */
import { nativeVoteVerifier } from './native-vote-verifier.ts';
import { serveVotes } from './shared-votes.ts';

addEventListener('message', ({ ports: [port] }: MessageEvent) => {
  if (port !== undefined) serveVotes(port, nativeVoteVerifier());
});
