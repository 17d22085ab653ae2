/** The composition root: builds the adapters and hands them to the state. */
import { parseProfile, type ConsortiumProfile } from '#core/chain/index.ts';
import { decodeUtf8, formatHex } from '#core/bytes/index.ts';
import { isRefusal } from '#core/errors.ts';
import {
  collect,
  handOver,
  patientSender,
  type SendRequest,
  type TokenPorts,
} from '#core/exchange/index.ts';
import { isCalm } from '#platform/calm.ts';
import { ChainClient } from '#platform/chain-client.ts';
import { ChainMemory } from '#platform/chain-memory.ts';
import { ChainStore } from '#platform/chain-store.ts';
import { flooredClock } from '#platform/clock.ts';
import { credentialCrypto } from '#platform/credential-crypto.ts';
import { browserWallets } from '#platform/digital-credentials.ts';
import { exchangeSender } from '#platform/exchange-sender.ts';
import { HeaderHints } from '#platform/header-hints.ts';
import { holderKeys } from '#platform/holder-keys.ts';
import { KnownConsortia } from '#platform/known-consortia.ts';
import { mailboxOf } from '#platform/mailboxes.ts';
import { createNetwork, type Network } from '#platform/network.ts';
import { rpcCall } from '#platform/rpc-node.ts';
import { seenCodes } from '#platform/seen-codes.ts';
import { SharedClient, type LoneClient } from '#platform/shared-client.ts';
import { registerServiceWorker } from '#platform/service-worker.ts';
import { settings } from '#platform/settings.ts';
import { VerifierKeyStore } from '#platform/verifier-keys.ts';
import { argon2idWorker } from '#platform/vault/argon2id-worker.ts';
import { VaultStore } from '#platform/vault/vault-store.ts';
import { webCipherOf } from '#platform/vault/web-cipher.ts';
import { Answering } from '#state/answering.svelte.ts';
import { Asking } from '#state/asking.svelte.ts';
import { Chain } from '#state/chain.svelte.ts';
import { Consortia } from '#state/consortia.svelte.ts';
import type { App } from '#state/context.ts';
import type { Parcels, Proofs } from '#state/ports.ts';
import { Desk } from '#state/desk.svelte.ts';
import { Device } from '#state/device.svelte.ts';
import { DigitCode } from '#state/digit-code.svelte.ts';
import { Inspection } from '#state/inspection.svelte.ts';
import { Intake } from '#state/intake.svelte.ts';
import { OnlineAnswering, type OnlineAnsweringPorts } from '#state/online-answering.svelte.ts';
import { PackGiving } from '#state/pack-giving.svelte.ts';
import { PackTaking } from '#state/pack-taking.svelte.ts';
import { Presentation } from '#state/presentation.svelte.ts';
import { Printing } from '#state/printing.svelte.ts';
import { Receiving } from '#state/receiving.svelte.ts';
import { Renewing } from '#state/renewing.svelte.ts';
import { Theme, type ThemeChoice } from '#state/theme.svelte.ts';
import { Wallet } from '#state/wallet.svelte.ts';

/** The device's own time: a clock that is behind must be noticed, not hidden. */
const deviceClock = () => new Date();
const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));

/**
 * Builds the app around the profile that is served with it, or around the last one if there is no
 * network.
 *
 * @returns `undefined` on a first visit without a profile: there is nothing to trust.
 */
export async function compose(): Promise<App | undefined> {
  const disk = new ChainStore();
  const origins = new Set<string>();
  const network = createNetwork(() => origins);
  const verifierKeys = new VerifierKeyStore();
  const known = new KnownConsortia(
    disk,
    ({ nodes }) => createNetwork(() => nodes.map(({ url }) => new URL(url).origin)),
    (chainId) => verifierKeys.forget(chainId),
  );
  const profile = await known.startWith(await fetchProfile(network));
  if (profile === undefined) return undefined;
  const store = new ChainMemory(disk, profile);
  for (const { url } of [...profile.nodes, ...profile.issuers]) origins.add(new URL(url).origin);
  const clock = flooredClock(await store.clockFloorMs());
  const nodes = profile.nodes.map(({ url }) => rpcCall(network, url));
  const alone = new ChainClient(profile, nodes, store, deviceClock);
  const client = sharedBetweenTabs(alone, profile);
  const chain = new Chain(profile, client, clock, (timeMs) => {
    clock.raise(timeMs);
    void store.raiseClockFloor(timeMs);
  });
  const consortia = new Consortia(known, profile, startAnewEverywhere());
  const permit = permitIn(origins);
  const parcels: Parcels = {
    give: (since) => alone.give(since),
    take: (untrusted) => client.take(untrusted),
  };
  const proofs = alone;
  return assemble({ chain, consortia, proofs, parcels, verifierKeys, network, permit, clock });
}

interface Parts extends Pick<App, 'chain' | 'consortia'> {
  readonly proofs: Proofs;
  readonly parcels: Parcels;
  readonly verifierKeys: VerifierKeyStore;
  readonly network: Network;
  readonly permit: OnlineAnsweringPorts['permit'];
  readonly clock: () => Date;
}

function assemble(parts: Parts): App {
  const { chain, proofs, verifierKeys, network, permit, clock } = parts;
  const vault = new VaultStore({ deriveKey: argon2idWorker(), locks: tabLocks() });
  const keys = holderKeys();
  const send = exchangeSender(network);
  const toIssuers = patientSender(send, clock);
  const issuing = { send: toIssuers, wait, clock, random, crypto: credentialCrypto() };
  const wallet = new Wallet(vault, () => formatHex(random(16)), keys.forget);
  const device = new Device();
  const asking = askingOf(chain, verifierKeys, send);
  const updates = updatesFor(device);
  const inspection = new Inspection(
    chain,
    { seen: seenCodes(), proofs, clock: deviceClock, stopwatch: () => performance.now(), wait },
    asking,
  );
  const token = tokenPorts(chain.profile, network);
  const hints = new HeaderHints({
    network,
    nodes: chain.profile.nodes.map(({ url }) => url),
    onHint: () => void chain.sync(),
    onLive: (isLive) => {
      chain.setLive(isLive);
    },
  });
  return {
    chain,
    consortia: parts.consortia,
    hints,
    wallet,
    receiving: new Receiving(wallet, chain, { ...issuing, keys }),
    renewing: new Renewing(wallet, chain, { ...issuing, keys }),
    inspection,
    intake: new Intake({
      inspect: (text, arrival) => inspection.inspect(text, arrival),
      inspectMoving: (text, arrival) => inspection.inspectMoving(text, arrival),
      inspectSeveral: (texts, arrival) => inspection.inspectSeveral(texts, arrival),
      inspectProof: (untrusted, arrival) => inspection.inspectProof(untrusted, arrival),
      collect: (digits) => collect(digits, token),
      clock: deviceClock,
    }),
    asking,
    answering: new Answering(wallet, chain, { keys, clock, proofs, isCalm }),
    onlineAnswering: new OnlineAnswering(wallet, chain, { keys, clock, send, permit }),
    theme: new Theme(settings, applyTheme),
    device,
    desk: deskOf(chain.profile, network),
    present: (documents) =>
      new Presentation(documents, wallet, chain, { keys, random, clock, proofs, isCalm }),
    print: (held, suggested) => new Printing(held, suggested, wallet, chain, issuing),
    ...passing(parts),
    digits: () => new DigitCode((code) => handOver(code, random, token), clock),
    applyUpdate: () => {
      updates.applyUpdate();
    },
    eraseWallet: () => vault.erase(),
  };
}

function updatesFor(device: Device) {
  return registerServiceWorker({
    onUpdateReady: () => {
      device.announceUpdate();
    },
  });
}

function passing({ chain, parcels, clock }: Parts): Pick<App, 'givePack' | 'takePack'> {
  return {
    givePack: () => new PackGiving(chain, parcels, clock, isCalm),
    takePack: () => new PackTaking(chain, parcels),
  };
}

async function fetchProfile(network: Network): Promise<ConsortiumProfile | undefined> {
  try {
    const { status, bytes } = await network.request('/consortium.json', { timeoutMs: 3000 });
    return status === 200 ? parseProfile(JSON.parse(decodeUtf8(bytes))) : undefined;
  } catch (thrown) {
    if (isRefusal(thrown) || thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

/** A relying party is on the list while it is talked to, and no longer. */
function permitIn(origins: Set<string>): OnlineAnsweringPorts['permit'] {
  return async (url, action) => {
    const { origin } = new URL(url);
    if (origins.has(origin)) return await action();
    origins.add(origin);
    try {
      return await action();
    } finally {
      origins.delete(origin);
    }
  };
}

function tokenPorts({ chainId, nodes }: ConsortiumProfile, network: Network): TokenPorts {
  return {
    chainId,
    mailboxes: nodes.map(({ url }) => mailboxOf(network, url)),
    deriveKey: argon2idWorker(),
    cipherOf: webCipherOf,
  };
}

/** Without locks between tabs, each syncs for itself; what one has verified is never rolled back. */
function sharedBetweenTabs(client: LoneClient, { chainId }: ConsortiumProfile) {
  const locks = tabLocks();
  if (locks === undefined || typeof BroadcastChannel === 'undefined') return client;
  const name = `lightseal-sync/${chainId}`;
  return new SharedClient(client, name, locks, new BroadcastChannel(name));
}

/** Older browsers have none. */
function tabLocks(): LockManager | undefined {
  return (navigator as { readonly locks?: LockManager }).locks;
}

/** Every tab starts anew, this one last: another profile is in use. */
function startAnewEverywhere(): () => void {
  const restart = () => {
    location.reload();
  };
  if (typeof BroadcastChannel === 'undefined') return restart;
  const tabs = new BroadcastChannel('lightseal-consortia');
  tabs.addEventListener('message', restart);
  return () => {
    tabs.postMessage('changed');
    restart();
  };
}

/** The desk's own API lies beside its issuers, and only the demo has it. */
function deskOf(profile: ConsortiumProfile, network: Network): Desk | undefined {
  const [issuer] = profile.issuers;
  if (!profile.demo || issuer === undefined) return undefined;
  return new Desk(`${new URL(issuer.url).origin}/desk`, exchangeSender(network));
}

function askingOf(chain: Chain, keys: VerifierKeyStore, send: SendRequest): Asking {
  const relyingParty = relyingPartyOf(chain.profile, send);
  return new Asking(chain, {
    keys,
    random,
    clock: deviceClock,
    settings,
    relyingParty,
    browserWallets: browserWallets(globalThis),
  });
}

/** Beside the demo's issuers too: whoever runs an office runs such a place, and a profile names none. */
function relyingPartyOf({ demo, issuers }: ConsortiumProfile, send: SendRequest) {
  const [issuer] = issuers;
  if (!demo || issuer === undefined) return undefined;
  return { url: `${new URL(issuer.url).origin}/relying-party`, send };
}

function applyTheme(choice: ThemeChoice): void {
  const root = document.documentElement;
  if (choice === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = choice;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
