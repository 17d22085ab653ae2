/** The demo's own API behind the page at /desk. It has no sign-in: it is for the demo alone. */
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { formatBase64Url } from '#core/bytes/index.ts';
import {
  checkClaims,
  claimOrder,
  CredentialError,
  isJsonArray,
  isJsonObject,
  parseJsonObject,
  typeMetadata,
  type Json,
  type JsonObject,
} from '#core/credential/index.ts';
import { CodedError } from '#core/errors.ts';
import { DeskError } from './desk-error.ts';
import type { DocumentStatus, IssuedDocument } from './issued-documents.ts';
import type { RouteContext } from './issuer-routes.ts';
import type { DocumentOrder } from './offers.ts';
import { SUBJECTS, type Subject } from './subjects.ts';

/** What the desk's own API needs. */
export interface DeskContext extends RouteContext {
  /** Only its pages may drive the desk. */
  readonly appOrigin: string;
  readonly random: (size: number) => Uint8Array;
  readonly verifierKeys: readonly JsonObject[];
}

const MAX_FORMS = 10;
const STATUSES: readonly DocumentStatus[] = ['valid', 'revoked', 'suspended'];
const NOT_FOUND: ReadonlySet<string> = new Set([
  'desk/unknown-issuer',
  'desk/unknown-subject',
  'desk/unknown-document',
]);

/** Mounted under `/desk`. Errors are `{error: code}`. */
export function deskRoutes(desk: DeskContext): Hono {
  const app = new Hono();
  app.use(cors({ origin: desk.appOrigin, allowMethods: ['GET', 'POST'] }));
  app.use(bodyLimit({ maxSize: 64 * 1024 }));
  app.use(async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });
  app.get('/subjects', (context) => context.json(formsJson(desk)));
  app.get('/verifiers', (context) => {
    requireOrigin(context, desk.appOrigin);
    return context.json({ keys: desk.verifierKeys });
  });
  app.post('/offers', async (context) => {
    requireOrigin(context, desk.appOrigin);
    return context.json(createOffer(desk, await readJson(context)), 201);
  });
  app.get('/issued', (context) => context.json(desk.documents.all.map(documentJson)));
  app.post('/revoke', async (context) => {
    requireOrigin(context, desk.appOrigin);
    return context.json(documentJson(await changeStatus(desk, await readJson(context))));
  });
  app.get('/issued/:id', (context) => {
    requireOrigin(context, desk.appOrigin);
    return context.json({ claims: changeable(issuedBy(desk, context.req.param('id')).document) });
  });
  app.post('/reissue', async (context) => {
    requireOrigin(context, desk.appOrigin);
    return context.json(documentJson(await reissue(desk, await readJson(context))));
  });
  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse();
    if (!(error instanceof CodedError)) return context.json({ error: 'desk/failed' }, 500);
    const { code } = error as CodedError;
    return context.json({ error: code }, statusOf(code));
  });
  return app;
}

function statusOf(code: string): 400 | 404 | 503 {
  if (NOT_FOUND.has(code)) return 404;
  return code.startsWith('desk/ledger-') || code === 'chain/attack' ? 503 : 400;
}

function formsJson({ offices }: DeskContext): object {
  const types = [...offices.values()].flatMap(({ issuer }) =>
    issuer.vcts.map((vct) => ({
      issuer: issuer.id,
      issuerName: issuer.name,
      vct,
      name: typeMetadata(vct)?.name,
    })),
  );
  return { types, subjects: SUBJECTS };
}

function createOffer(desk: DeskContext, untrusted: JsonObject): object {
  const { issuer } = untrusted;
  const office = typeof issuer === 'string' ? desk.offices.get(issuer) : undefined;
  if (office === undefined) throw new DeskError('desk/unknown-issuer', 'no such issuer');
  const ready = readiness(untrusted['readyAt']);
  const orders = chosenForms(untrusted['subjects'], office.issuer.id).map((subject) => ({
    ...orderOf(subject, desk.random),
    ...ready,
  }));
  const offer = office.offers.create(orders);
  const offerUri = `${desk.urlOf(office.issuer.id)}/offers/${offer.id}`;
  return {
    offerUri,
    link: `${desk.appOrigin}/receive#credential_offer_uri=${encodeURIComponent(offerUri)}`,
    txCode: offer.txCode,
    expiresAt: new Date(offer.expiresAtMs).toISOString(),
  };
}

/** From one to ten forms of this issuer, each of another type: an offer names its documents by type. */
function chosenForms(untrusted: Json | undefined, issuer: string): readonly Subject[] {
  if (!isJsonArray(untrusted) || untrusted.length === 0 || untrusted.length > MAX_FORMS)
    throw new DeskError('desk/malformed', 'subjects');
  const forms = untrusted.map(formOf);
  const isTheirs = forms.every((form) => form.issuer === issuer);
  const types = new Set(forms.map(({ vct }) => vct));
  if (!isTheirs || types.size !== forms.length)
    throw new DeskError('desk/malformed', 'forms that do not go together');
  return forms;
}

function formOf(untrustedId: unknown): Subject {
  const form = SUBJECTS.find(({ id }) => id === untrustedId);
  if (form === undefined) throw new DeskError('desk/unknown-subject', 'no such form');
  return form;
}

/** From when on the documents are there, if they are to be promised first. */
function readiness(untrusted: unknown): Pick<DocumentOrder, 'readyAtMs'> {
  if (untrusted === undefined) return {};
  const readyAtMs = typeof untrusted === 'string' ? Date.parse(untrusted) : NaN;
  if (Number.isNaN(readyAtMs)) throw new DeskError('desk/malformed', 'readyAt');
  return { readyAtMs };
}

/** @throws CredentialError if the form is not fit to be signed. */
function orderOf(subject: Subject, random: (size: number) => Uint8Array): DocumentOrder {
  const { vct, title, holder } = subject;
  const isInvoice = typeMetadata(vct)?.claims.some(({ name }) => name === 'claim_secret') === true;
  const secret: JsonObject = isInvoice ? { claim_secret: formatBase64Url(random(32)) } : {};
  const claims = { ...subject.claims, ...secret };
  checkClaims(vct, claims);
  return { vct, title, holder, claims };
}

async function changeStatus(desk: DeskContext, untrusted: JsonObject): Promise<IssuedDocument> {
  const status = STATUSES.find((one) => one === untrusted['status']);
  if (status === undefined) throw new DeskError('desk/malformed', 'status');
  const { document, office } = issuedBy(desk, untrusted['id']);
  await office.setStatus(document, status);
  return document;
}

async function reissue(desk: DeskContext, untrusted: JsonObject): Promise<IssuedDocument> {
  const { changes } = untrusted;
  if (!isJsonObject(changes) || Object.keys(changes).length === 0)
    throw new DeskError('desk/malformed', 'changes');
  const { document, office } = issuedBy(desk, untrusted['id']);
  await office.reissue(document, changes);
  return document;
}

function issuedBy({ documents, offices }: DeskContext, untrustedId: unknown) {
  const document = documents.all.find(({ id }) => id === untrustedId);
  const office = offices.get(document?.issuer ?? '');
  if (document === undefined || office === undefined)
    throw new DeskError('desk/unknown-document', 'no such document');
  return { document, office };
}

/** Its texts; what has parts, pictures and secrets are not for typing. */
function changeable({ vct, renewal }: IssuedDocument): JsonObject {
  const claims = Object.entries(renewal?.claims ?? {}).filter(
    ([name, value]) =>
      typeof value === 'string' && name !== 'claim_secret' && !value.startsWith('data:'),
  );
  const order = claimOrder(vct);
  return Object.fromEntries(claims.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
}

function documentJson({ copies, retired = [], renewal, ...document }: IssuedDocument): object {
  const { issuedAtMs, ...rest } = document;
  return {
    ...rest,
    issuedAt: new Date(issuedAtMs).toISOString(),
    copies: copies.length,
    /** Its content has changed, and its holder has not come for it yet. */
    changed: copies.length === 0 && retired.length > 0,
    changeable: renewal !== undefined,
    anchored: copies.every(({ anchor }) => anchor !== undefined),
  };
}

/** A foreign page must not drive the desk; a program without an origin may. */
function requireOrigin(context: Context, appOrigin: string): void {
  const origin = context.req.header('origin');
  if (origin !== undefined && origin !== appOrigin)
    throw new DeskError('desk/malformed', 'foreign page');
}

async function readJson(context: Context): Promise<JsonObject> {
  try {
    return parseJsonObject(await context.req.text());
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause;
    throw new DeskError('desk/malformed', 'not JSON', { cause });
  }
}
