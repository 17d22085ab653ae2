/** The light client's worker: a message loop around the core. */
import { Canceller, SyncFailure } from '#core/chain/index.ts';
import { cometbftEngine } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import type { FromChainWorker, ToChainWorker, WorkerResult } from './chain-protocol.ts';
import { hasNativeEd25519, nativeVoteVerifier } from './native-vote-verifier.ts';
import { PagePort } from './page-port.ts';
import { SharedVotes } from './shared-votes.ts';
import { TrustKeeper } from './trust-keeper.ts';

const post = (message: FromChainWorker) => {
  postMessage(message);
};
const page = new PagePort(post);
const votes = new SharedVotes(nativeVoteVerifier(), async () => {
  // Without it all votes are one batch, which is quicker than two threads with a few votes each.
  if (await hasNativeEd25519()) post({ kind: 'want-helper' });
});
let keeper: TrustKeeper | undefined;
let canceller = new Canceller();

addEventListener('message', ({ data, ports }: MessageEvent<ToChainWorker>) => {
  switch (data.kind) {
    case 'open':
      keeper = new TrustKeeper(data.profile, cometbftEngine(votes.verifyVotes), page);
      return;
    case 'helper':
      if (ports[0] !== undefined) votes.join(ports[0]);
      return;
    case 'restore':
      void reply(data.id, (open) => open.restore());
      return;
    case 'attack':
      void reply(data.id, (open) => open.attack());
      return;
    case 'sync':
      void reply(data.id, (open) => sync(open, new Date(data.nowMs)));
      return;
    case 'bring':
      void reply(data.id, (open) => open.bring(data.need, new Date(data.nowMs)));
      return;
    case 'supply':
      void reply(data.id, (open) => open.supply(data.untrusted, new Date(data.nowMs)));
      return;
    case 'give':
      void reply(data.id, (open) => open.give(data.since, new Date(data.nowMs)));
      return;
    case 'take':
      void reply(data.id, (open) => open.take(data.untrusted, new Date(data.nowMs)));
      return;
    case 'cancel':
      canceller.cancel();
      return;
    case 'answer':
      page.answer(data.ask, data.value);
      return;
    case 'refusal':
      page.refuse(data.ask, data.code, data.nodeHeight);
  }
});

/** A sync of its own to break off: one that was broken off before does not end the next. */
function sync(open: TrustKeeper, now: Date): Promise<WorkerResult> {
  canceller = new Canceller();
  return open.sync(
    now,
    (progress) => {
      post({ kind: 'progress', progress });
    },
    canceller,
  );
}

async function reply(
  id: number,
  work: (open: TrustKeeper) => Promise<WorkerResult>,
): Promise<void> {
  try {
    if (keeper === undefined) throw new Error('no profile has been opened');
    post({ kind: 'done', id, result: await work(keeper) });
  } catch (thrown) {
    if (thrown instanceof SyncFailure) {
      post({ kind: 'failed', id, code: thrown.code, findings: thrown.findings });
    } else if (isRefusal(thrown)) post({ kind: 'failed', id, code: thrown.code });
    else post({ kind: 'broken', id, message: String(thrown) });
  }
}
