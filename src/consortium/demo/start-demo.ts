/** The whole demo in one process: four departments, the issuer desk, and the app that uses them. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import { TYPE_LIST } from '#core/credential/index.ts';
import { isRefusal } from '#core/errors.ts';
import {
  makeProfile,
  startConsortium,
  type Consortium,
  type ConsortiumOptions,
  type RunningConsortium,
} from '../chain/index.ts';
import {
  RpcLedger,
  startDesk,
  verifierEntry,
  verifierKeyFile,
  type Desk,
  type DeskIntervals,
  type DeskIssuer,
  type DeskVerifier,
} from '../desk/index.ts';
import { serveApp, ServeError, type ServedApp } from '../serve/index.ts';
import { buildApp, BUILD_FOLDER } from './build-app.ts';
import { DemoError } from './demo-error.ts';
import { loadIssuers, loadVerifiers } from './department-keys.ts';
import { requireFreePorts, type DemoPorts } from './ports.ts';

/** How the demo is started. */
export interface DemoOptions {
  /** Folder for keys, blocks and the desk's register; in memory if left out. */
  readonly home?: string;
  readonly ports: DemoPorts;
  /** Whether to build the app first; otherwise the last build is served. */
  readonly build?: boolean;
  /** Where the built app lies; the build's own folder if left out. */
  readonly folder?: string;
  readonly intervals?: {
    readonly blocks?: NonNullable<ConsortiumOptions['intervals']>;
    readonly desk?: Partial<DeskIntervals>;
  };
  /** Told what happens, line by line. */
  readonly log?: (line: string) => void;
  /** Stops a start that goes on. */
  readonly signal?: AbortSignal;
}

/** What starts the consortium under the demo. */
export type ConsortiumEngine<C extends RunningConsortium> = (
  options: ConsortiumOptions,
) => Promise<C>;

/** A running demo. */
export interface Demo<C extends RunningConsortium = Consortium> {
  readonly urls: { readonly app: string; readonly nodes: readonly string[]; readonly desk: string };
  readonly profile: ConsortiumProfile;
  readonly consortium: C;
  readonly desk: Desk;
  /** Starts the app's server again at the same port. */
  serveAgain(): Promise<void>;
  /** Stops the app's server alone: what was visited must go on without it. */
  stopServing(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts everything in order and publishes the profile at `/consortium.json`. What was started is
 * stopped again if a later part refuses.
 *
 * @throws {@link DemoError}; codes of the consortium and of the desk; the reason of an aborted signal.
 */
export function startDemo(options: DemoOptions): Promise<Demo> {
  return startDemoOn(startConsortium, options);
}

/** The same over another engine; its codes come on top. */
export async function startDemoOn<C extends RunningConsortium>(
  engine: ConsortiumEngine<C>,
  options: DemoOptions,
): Promise<Demo<C>> {
  const { ports, build = false, signal, log = () => undefined } = options;
  await requireFreePorts(ports);
  if (build) {
    log('building the app / 正在构建应用');
    await buildApp(log, signal);
  }
  const stops: (() => Promise<void>)[] = [];
  const undo = async () => {
    for (const stop of stops.reverse()) await stop();
  };
  try {
    return await startParts(engine, options, log, stops);
  } catch (error) {
    await undo();
    throw error;
  }
}

async function startParts<C extends RunningConsortium>(
  engine: ConsortiumEngine<C>,
  options: DemoOptions,
  log: (line: string) => void,
  stops: (() => Promise<void>)[],
): Promise<Demo<C>> {
  const { ports, home, signal } = options;
  const folder = options.folder ?? BUILD_FOLDER;
  let app = await serve(folder, ports.app);
  stops.push(() => app.stop());
  log('starting four departments / 正在启动四个部门的节点');
  const random = (size: number) => Uint8Array.from(randomBytes(size));
  const issuers = loadIssuers(home, random);
  const verifiers = loadVerifiers(home, random);
  const consortium = await engine({
    ...consortiumOptions(options, issuers, app.origin),
    verifiers: new Map(verifiers.map((verifier) => [verifier.id, verifierEntry(verifier)])),
  });
  stops.push(() => consortium.stop());
  signal?.throwIfAborted();
  log('opening the issuer desk / 正在开放发证台');
  const parts = { issuers, verifiers, consortium, appOrigin: app.origin, log };
  const desk = await openDesk(options, parts);
  stops.push(() => desk.stop());
  signal?.throwIfAborted();
  const profile = makeProfile(consortium, desk.issuers);
  app.publish(profile);
  return {
    urls: { app: app.origin, nodes: consortium.nodes.map(({ url }) => url), desk: desk.url },
    profile,
    consortium,
    desk,
    serveAgain: async () => {
      app = await serve(folder, Number(new URL(app.origin).port));
      app.publish(profile);
    },
    stopServing: () => app.stop(),
    stop: async () => {
      await desk.stop();
      await consortium.stop();
      await app.stop();
    },
  };
}

async function serve(folder: string, port: number): Promise<ServedApp> {
  try {
    return await serveApp({ folder, port });
  } catch (error) {
    if (error instanceof ServeError && error.code === 'serve/not-built') {
      throw new DemoError('demo/not-built', 'There is no build yet: start without --no-build.');
    }
    throw error;
  }
}

function consortiumOptions(
  { home, ports, intervals }: DemoOptions,
  issuers: readonly DeskIssuer[],
  appOrigin: string,
): ConsortiumOptions {
  return {
    ...(home === undefined ? {} : { home: join(home, 'chain') }),
    ...(intervals?.blocks === undefined ? {} : { intervals: intervals.blocks }),
    ports: ports.nodes,
    corsOrigins: [appOrigin],
    issuers: issuers.map(({ id, name, kid, publicKey, vcts }) => ({
      id,
      name,
      keys: [{ kid, publicKey }],
      vcts,
    })),
    types: new Map(TYPE_LIST.map(({ vct, digest }) => [vct, digest])),
  };
}

function openDesk(
  { home, ports, intervals }: DemoOptions,
  parts: {
    readonly issuers: readonly DeskIssuer[];
    readonly verifiers: readonly DeskVerifier[];
    readonly consortium: RunningConsortium;
    readonly appOrigin: string;
    readonly log: (line: string) => void;
  },
): Promise<Desk> {
  const { issuers, verifiers, consortium, appOrigin, log } = parts;
  return startDesk({
    issuers,
    // The desk needs the chain alone: its own address is not known yet.
    ledger: new RpcLedger({ profile: makeProfile(consortium, []), issuers }),
    verifierKeys: verifiers.map((verifier) => verifierKeyFile(verifier, consortium.chainId)),
    appOrigin,
    port: ports.desk,
    ...(home === undefined ? {} : { home: join(home, 'desk') }),
    ...(intervals?.desk === undefined ? {} : { intervals: intervals.desk }),
    onFailure: (error) => {
      log(`issuer desk: ${isRefusal(error) ? error.code : String(error)}; will try again`);
    },
  });
}
