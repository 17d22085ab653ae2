/** The page's one Trusted Types policy: which scripts may be started as workers. */
const BUILT = '/_app/';
const SERVICE_WORKER = '/service-worker.js';

interface Policy {
  createScriptURL(url: string): unknown;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
}

let policy: Policy | undefined;

/**
 * Vouches for the URL of a worker of ours: same origin, and either built (`/_app/…`) or the service
 * worker itself. Where the browser has no Trusted Types the same list is enforced here.
 *
 * @returns The trusted URL, typed as the string that `new Worker` asks for.
 * @throws TypeError for any other URL: that is a bug, not a refusal.
 */
export function trustedWorkerUrl(url: string): string {
  const trusted: unknown = policyOnce().createScriptURL(url);
  // A TrustedScriptURL is no string, but every sink of script URLs takes it as one.
  return trusted as string;
}

function policyOnce(): Policy {
  // A second policy of the same name would be refused by the browser.
  policy ??= factory()?.createPolicy('lightseal', { createScriptURL: ours }) ?? {
    createScriptURL: ours,
  };
  return policy;
}

function factory(): PolicyFactory | undefined {
  return (globalThis as { readonly trustedTypes?: PolicyFactory }).trustedTypes;
}

function ours(url: string): string {
  const { origin, pathname, href } = new URL(url, location.href);
  const isOurs = pathname === SERVICE_WORKER || pathname.startsWith(BUILT);
  if (origin !== location.origin || !isOurs) throw new TypeError(`not a worker of ours: ${url}`);
  return href;
}
