/**
 * Serves the app offline: everything built is precached, navigations get the shell.
 * It never sees a credential and never answers for another origin.
 */
import { clientsClaim } from 'workbox-core';
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: PrecacheEntry[] };

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
// Opening a file that is not there must say so, not show the app.
const shell = createHandlerBoundToURL('/200.html');
registerRoute(new NavigationRoute(shell, { denylist: [/\.[^/]+$/] }));
clientsClaim();

self.addEventListener('message', (event) => {
  // A new version takes over only when the person has agreed to it.
  if (event.data === 'take-over') void self.skipWaiting();
});
