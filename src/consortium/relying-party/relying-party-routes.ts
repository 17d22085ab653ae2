/** The endpoint over HTTP: `/requests/<id>` and `/answers/<id>`. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { CredentialError, parseJsonObject, type Json } from '#core/credential/index.ts';
import { RelyingParty } from './relying-party.ts';

/** What it needs. */
export interface RelyingPartyOptions {
  /** Only its pages may ask. */
  readonly appOrigin: string;
  readonly now: () => Date;
}

const ID = '/:id{[A-Za-z0-9_-]{22}}';
const DIGEST = /^[0-9a-f]{64}$/;
const STATUS = { kept: 201, taken: 409, full: 503 } as const;
const PARAMETERS = ['vp_token', 'lightseal_anchors'] as const;

/** Mounted where the profile's demo keeps it; wallets of any origin may come. */
export function relyingPartyRoutes({ appOrigin, now }: RelyingPartyOptions): Hono {
  const party = new RelyingParty(now);
  const app = new Hono();
  app.use(cors({ origin: '*', allowHeaders: ['authorization', 'content-type'] }));
  app.use(bodyLimit({ maxSize: 256 * 1024 }));
  app.use(async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });
  app.post(`/requests${ID}`, async (context) => {
    if (context.req.header('origin') !== appOrigin) return context.body(null, 403);
    const deposit = readDeposit(await context.req.text());
    if (deposit === undefined) return context.body(null, 400);
    const { request, reader } = deposit;
    return context.body(null, STATUS[party.deposit(context.req.param('id'), request, reader)]);
  });
  app.get(`/requests${ID}`, (context) => {
    const request = party.request(context.req.param('id'));
    if (request === undefined) return context.body(null, 404);
    return context.body(request, 200, { 'content-type': 'application/oauth-authz-req+jwt' });
  });
  app.post(`/answers${ID}`, async (context) => {
    const answer = readForm(await context.req.text());
    if (answer === undefined) return context.json({ error: 'invalid_request' }, 400);
    const isTaken = party.answer(context.req.param('id'), answer);
    return isTaken ? context.json({}) : context.json({ error: 'invalid_request' }, 404);
  });
  app.get(`/answers${ID}`, (context) => {
    const secret = context.req.header('authorization')?.replace(/^Bearer /, '') ?? '';
    const found = party.collect(context.req.param('id'), secret);
    if (found === 'waiting') return context.body(null, 204);
    if (found === 'absent') return context.body(null, 404);
    return context.body(found.answer, 200, { 'content-type': 'application/json' });
  });
  return app;
}

function readDeposit(untrusted: string) {
  const body = json(() => parseJsonObject(untrusted));
  const { request, reader } = body ?? {};
  if (typeof request !== 'string' || request.length > 32 * 1024) return undefined;
  if (typeof reader !== 'string' || !DIGEST.test(reader)) return undefined;
  return { request, reader };
}

/** The parameters as JSON, for the page to judge; `undefined` for what is no answer. */
function readForm(untrusted: string): string | undefined {
  const form = new URLSearchParams(untrusted);
  const error = form.get('error');
  if (error !== null) return JSON.stringify({ error: error.slice(0, 100) });
  const found: Record<string, Json> = {};
  for (const name of PARAMETERS) {
    const value = json(() => parseJsonObject(form.get(name) ?? ''));
    if (value !== undefined) found[name] = value;
  }
  return 'vp_token' in found ? JSON.stringify(found) : undefined;
}

function json<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (refusal) {
    if (refusal instanceof CredentialError) return undefined;
    throw refusal;
  }
}
