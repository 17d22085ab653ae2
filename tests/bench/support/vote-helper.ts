/** The chain worker's helper, as the page of the app starts it. */
import { packVotes } from '#workers/packed-votes.ts';
import { Tally } from '#workers/tally.ts';
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
export async function startHelper(forgetful: boolean): Promise<MessagePort> {
  const url = forgetful ? forgetfulUrl : votesWorkerUrl;
  const worker = new Worker(policy.createScriptURL(url), { type: 'module' });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(undefined, [port2]);
  // It answers nobody; it takes what there is.
  const tally = Tally.of(0);
  port1.postMessage({ votes: packVotes([]), tally: tally.words });
  while (tally.words[0] === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  return port1;
}
