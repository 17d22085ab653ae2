import type { Presentation } from '#state/presentation.svelte.ts';
import { keepAwake } from '../../keep-awake.ts';

/**
 * Keeps a show alive as long as its screen is there and in sight: renewed in time, on a screen that stays awake.
 *
 * @returns Ends it.
 */
export function whileShown(presentation: Presentation): () => void {
  const timer = setInterval(() => void presentation.tick(), 250);
  const hide = () => {
    // A code left on a screen in a pocket is a code that somebody else may read.
    if (document.hidden) presentation.stop();
  };
  const release = keepAwake();
  document.addEventListener('visibilitychange', hide);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', hide);
    release();
    presentation.stop();
  };
}
