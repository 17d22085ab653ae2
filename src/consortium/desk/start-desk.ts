/** The issuer desk: a server with one office for each issuer, and the demo's own API. */
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { LocalText } from '#core/chain/index.ts';
import type { JsonObject } from '#core/credential/index.ts';
import { relyingPartyRoutes } from '../relying-party/index.ts';
import { DeskError } from './desk-error.ts';
import type { DeskIssuer } from './desk-issuer.ts';
import { deskRoutes } from './desk-routes.ts';
import { IssuedDocuments } from './issued-documents.ts';
import { IssuerOffice, type DeskIntervals } from './issuer-office.ts';
import { issuerRoutes } from './issuer-routes.ts';
import type { Ledger } from './ledger.ts';

/** Everything has a default but who issues, where it is written, and whose page drives the desk. */
export interface DeskOptions {
  readonly issuers: readonly DeskIssuer[];
  readonly ledger: Ledger;
  /** Key files of verifiers that the demo hands out. */
  readonly verifierKeys?: readonly JsonObject[];
  /** Origin of the app, such as `http://localhost:4173`. */
  readonly appOrigin: string;
  /** 4180; 0 for any free one. */
  readonly port?: number;
  /** Folder for the register of issued documents; in memory if left out. */
  readonly home?: string;
  readonly intervals?: Partial<DeskIntervals>;
  readonly now?: () => Date;
  readonly random?: (size: number) => Uint8Array;
  /** Told what went wrong in the background; it is tried again. */
  readonly onFailure?: (error: unknown) => void;
}

/** A running desk. */
export interface Desk {
  readonly url: string;
  /** As a profile lists them. */
  readonly issuers: readonly {
    readonly id: string;
    readonly name: LocalText;
    readonly url: string;
  }[];
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const INTERVALS: DeskIntervals = {
  batchOpenMs: 1000,
  statusRefreshMs: 60 * 60_000,
  statusValidityMs: 24 * 60 * 60_000,
  documentValidityMs: 365 * 24 * 60 * 60_000,
};

/**
 * Publishes every issuer's status list, then opens the door on the loopback interface.
 *
 * @throws {@link DeskError} `desk/port-taken`, `desk/home-unreadable`; codes of the ledger.
 */
export async function startDesk(options: DeskOptions): Promise<Desk> {
  const offices = openOffices(options);
  let url = '';
  const context = {
    offices: offices.byId,
    documents: offices.documents,
    urlOf: (issuer: string) => `${url}/${issuer}`,
    appOrigin: options.appOrigin,
    random: offices.random,
    verifierKeys: options.verifierKeys ?? [],
  };
  const app = new Hono();
  app.route('/desk', deskRoutes(context));
  const now = options.now ?? (() => new Date());
  app.route('/relying-party', relyingPartyRoutes({ appOrigin: options.appOrigin, now }));
  app.route('/', issuerRoutes(context));
  await Promise.all([...offices.byId.values()].map((office) => office.open()));
  const server = await listen(app, options.port ?? 4180);
  url = `http://localhost:${server.port}`;
  const refresh = setInterval(offices.refresh, offices.intervals.statusRefreshMs).unref();
  return {
    url,
    issuers: options.issuers.map(({ id, name }) => ({ id, name, url: context.urlOf(id) })),
    stop: async () => {
      clearInterval(refresh);
      for (const office of offices.byId.values()) office.close();
      await server.close();
    },
  };
}

interface Offices {
  readonly byId: ReadonlyMap<string, IssuerOffice>;
  readonly documents: IssuedDocuments;
  readonly random: (size: number) => Uint8Array;
  readonly intervals: DeskIntervals;
  readonly refresh: () => void;
}

function openOffices(options: DeskOptions): Offices {
  const { ledger, now = () => new Date(), onFailure = () => undefined } = options;
  const random = options.random ?? ((size: number) => Uint8Array.from(randomBytes(size)));
  const intervals = { ...INTERVALS, ...options.intervals };
  const documents = new IssuedDocuments(options.home);
  const ports = { ledger, documents, random, now, intervals, onFailure };
  const byId = new Map(
    options.issuers.map((issuer) => [issuer.id, new IssuerOffice({ issuer, ...ports })]),
  );
  const refresh = (): void => {
    for (const { statuses } of byId.values()) statuses.publish().catch(onFailure);
  };
  return { byId, documents, random, intervals, refresh };
}

interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

function listen(app: Hono, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: HOST }, (address) => {
      resolve({ port: address.port, close: () => closed(server as Server) });
    });
    server.once('error', (cause) => {
      reject(new DeskError('desk/port-taken', `port ${port} is taken`, { cause }));
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
