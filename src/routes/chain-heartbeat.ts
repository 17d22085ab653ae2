/** When the chain is looked at by itself: while the app is in sight and there is a network. */
import type { App } from '#state/context.ts';
import { SyncPace } from '#state/sync-pace.ts';

export interface ChainHeartbeat {
  /** The app came into sight, or the network came back. */
  wake(): void;
  sleep(): void;
  /** About once a second. */
  tick(): void;
}

export function chainHeartbeat({ chain, hints }: Pick<App, 'chain' | 'hints'>): ChainHeartbeat {
  const pace = new SyncPace();
  const isAwake = () => !document.hidden && navigator.onLine;
  const sync = async () => {
    pace.began(Date.now());
    await chain.sync();
    pace.ended(chain.failure === undefined);
  };
  return {
    wake: () => {
      if (!isAwake()) return;
      hints.start();
      void sync();
    },
    sleep: () => {
      hints.stop();
    },
    tick: () => {
      chain.tick();
      if (isAwake() && pace.isDue(Date.now(), chain.live)) void sync();
    },
  };
}
