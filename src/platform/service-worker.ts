import { trustedWorkerUrl } from './trusted-script-url.ts';

/** What the page can do about a new version. */
export interface AppUpdates {
  /** Lets the waiting version take over and loads it: only after the person agreed. */
  applyUpdate(): void;
}

/**
 * Registers the service worker that makes the app start without a network. Without one (an old
 * browser, a plain `http` address, a development server) the app still works, online.
 *
 * @param onUpdateReady - Called when a new version was fetched and waits; never on the first visit.
 */
export function registerServiceWorker({
  onUpdateReady,
}: {
  readonly onUpdateReady: () => void;
}): AppUpdates {
  let waiting: ServiceWorker | undefined;
  const container = containerHere();
  const ready = (worker: ServiceWorker) => {
    waiting = worker;
    onUpdateReady();
  };
  if (container !== undefined) {
    register(container, ready).catch(() => {
      // Storage is blocked or full: nothing is lost but the offline start.
    });
  }
  return {
    applyUpdate: () => {
      if (container === undefined || waiting === undefined) return;
      container.addEventListener('controllerchange', reload, { once: true });
      waiting.postMessage('take-over');
    },
  };
}

function containerHere(): ServiceWorkerContainer | undefined {
  if (import.meta.env.DEV) return undefined;
  return 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
}

async function register(
  container: ServiceWorkerContainer,
  onReady: (worker: ServiceWorker) => void,
): Promise<void> {
  const url = trustedWorkerUrl('/service-worker.js');
  // The build emits one script without imports; not every browser takes modules here.
  const registration = await container.register(url, { updateViaCache: 'none', type: 'classic' });
  const report = (worker: ServiceWorker | null) => {
    // Without a controller this is the first install, which takes over by itself.
    if (worker?.state === 'installed' && container.controller !== null) onReady(worker);
  };
  report(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      report(installing);
    });
  });
}

function reload(): void {
  location.reload();
}
