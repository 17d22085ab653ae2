/** The light client's worker: a message loop around the core. */
import { cometbftEngine } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import type { FromChainWorker, ToChainWorker } from './chain-protocol.ts';
import { nativeVoteVerifier } from './native-vote-verifier.ts';
import { PagePort } from './page-port.ts';
import { TrustKeeper } from './trust-keeper.ts';

const post = (message: FromChainWorker) => {
  postMessage(message);
};
const page = new PagePort(post);
let keeper: TrustKeeper | undefined;

addEventListener('message', ({ data }: MessageEvent<ToChainWorker>) => {
  switch (data.kind) {
    case 'open':
      keeper = new TrustKeeper(data.profile, cometbftEngine(nativeVoteVerifier()), page);
      return;
    case 'restore':
      void reply(data.id, (open) => open.restore());
      return;
    case 'sync':
      void reply(data.id, (open) =>
        open.sync(new Date(data.nowMs), (stage, height) => {
          post({ kind: 'progress', stage, height });
        }),
      );
      return;
    case 'answer':
      page.answer(data.ask, data.value);
      return;
    case 'refusal':
      page.refuse(data.ask, data.code, data.nodeHeight);
  }
});

async function reply(
  id: number,
  work: (open: TrustKeeper) => ReturnType<TrustKeeper['restore']>,
): Promise<void> {
  try {
    if (keeper === undefined) throw new Error('no profile has been opened');
    post({ kind: 'done', id, result: await work(keeper) });
  } catch (thrown) {
    if (isRefusal(thrown)) post({ kind: 'failed', id, code: thrown.code });
    else post({ kind: 'broken', id, message: String(thrown) });
  }
}
