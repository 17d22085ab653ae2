/** What happens by itself: the clock, regular syncs, noticing the network, locking when left alone. */
import type { App } from '#state/context.ts';
import { chainHeartbeat } from './chain-heartbeat.ts';

const TICK_MS = 1000;
/** How often an open wallet asks again for what an issuer still owes it. */
const RESUME_MS = 20_000;
const LOCK_AFTER_MS = 5 * 60_000;

/** @returns Stops everything. */
export function startHeartbeat(app: App): () => void {
  const { asking, answering, chain, device, hints, inspection, wallet } = app;
  let hiddenSince: number | undefined;
  let known = chain.latest;
  let wasOpen = false;
  const heart = chainHeartbeat({ chain, hints });
  const resume = () => {
    if (wallet.phase === 'open' && !document.hidden) void visitIssuers(app);
  };
  const resumeAfresh = () => {
    app.receiving.forgetPauses();
    resume();
  };
  const online = () => {
    device.setOnline(navigator.onLine);
    if (!navigator.onLine) {
      heart.sleep();
      return;
    }
    heart.wake();
    resumeAfresh();
  };
  const visibility = () => {
    hiddenSince = document.hidden ? Date.now() : undefined;
    if (document.hidden) {
      heart.sleep();
      return;
    }
    heart.wake();
    void wallet.refresh();
  };
  const tick = () => {
    heart.tick();
    asking.tick();
    answering.tick();
    if (known !== chain.latest) inspection.reconsider();
    known = chain.latest;
    if (!wasOpen) resumeAfresh();
    wasOpen = wallet.phase === 'open';
    if (hiddenSince !== undefined && Date.now() - hiddenSince > LOCK_AFTER_MS) wallet.leave();
  };
  const timers = [setInterval(tick, TICK_MS), setInterval(resume, RESUME_MS)];
  device.setOnline(navigator.onLine);
  if (navigator.onLine && !document.hidden) hints.start();
  addEventListener('online', online);
  addEventListener('offline', online);
  document.addEventListener('visibilitychange', visibility);
  return () => {
    for (const timer of timers) clearInterval(timer);
    heart.sleep();
    removeEventListener('online', online);
    removeEventListener('offline', online);
    document.removeEventListener('visibilitychange', visibility);
  };
}

/** First what an issuer owes, then what may have changed. */
async function visitIssuers({ receiving, renewing }: App): Promise<void> {
  await receiving.resume();
  await renewing.resume();
}
