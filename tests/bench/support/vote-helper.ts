/** The chain worker's helper, as the page of the app starts it. */
import votesWorkerUrl from '#workers/votes.worker.ts?worker&url';
import forgetfulUrl from './forgetful-votes.worker.ts?worker&url';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

const { trustedTypes } = globalThis as unknown as { readonly trustedTypes: TrustedTypes };
const policy = trustedTypes.createPolicy('lightseal', { createScriptURL: (url) => url });

/** A port to a helper that runs; one that is forgetful keeps no keys. */
export function startHelper(forgetful: boolean): MessagePort {
  const url = forgetful ? forgetfulUrl : votesWorkerUrl;
  const worker = new Worker(policy.createScriptURL(url), { type: 'module' });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(undefined, [port2]);
  return port1;
}
