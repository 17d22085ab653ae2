/** The endpoints that wallets talk to (OpenID4VCI 1.0). */
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { CredentialError, parseJsonObject, type JsonObject } from '#core/credential/index.ts';
import { configurationOf } from './configurations.ts';
import type { Grant, TokenAnswer } from './grants.ts';
import { authorizationMetadata, issuerMetadata } from './issuer-metadata.ts';
import type { IssuedDocuments } from './issued-documents.ts';
import type { IssuerOffice } from './issuer-office.ts';
import { OAuthError, type OAuthCode } from './oauth-error.ts';
import type { Offer } from './offers.ts';
import { LIST } from './status-lists.ts';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';
const MAX_BODY = 64 * 1024;

/** What the routes need to know about the desk. */
export interface RouteContext {
  readonly offices: ReadonlyMap<string, IssuerOffice>;
  readonly documents: IssuedDocuments;
  /** Address of an issuer: its `credential_issuer`. */
  readonly urlOf: (issuer: string) => string;
}

/** Any page may ask: wallets are pages, and no answer depends on cookies. */
export function issuerRoutes({ offices, documents, urlOf }: RouteContext): Hono {
  const app = new Hono();
  const officeOf = (context: Context): IssuerOffice => {
    const office = offices.get(context.req.param('issuer') ?? '');
    if (office === undefined) throw new OAuthError('invalid_request', undefined, 404);
    return office;
  };
  prepare(app);
  app.get('/.well-known/openid-credential-issuer/:issuer', (context) => {
    const { issuer } = officeOf(context);
    return context.json(issuerMetadata(issuer, urlOf(issuer.id)));
  });
  app.get('/.well-known/oauth-authorization-server/:issuer', (context) =>
    context.json(authorizationMetadata(urlOf(officeOf(context).issuer.id))),
  );
  app.get('/:issuer/offers/:id', (context) => {
    const office = officeOf(context);
    return context.json(
      offerJson(office.offers.find(context.req.param('id')), urlOf(office.issuer.id)),
    );
  });
  app.post('/:issuer/token', async (context) => {
    const form = new URLSearchParams(await context.req.text());
    return context.json(tokenJson(redeem(officeOf(context), form)));
  });
  app.post('/:issuer/nonce', (context) =>
    context.json({ c_nonce: officeOf(context).nonces.create() }),
  );
  grantRoutes(app, officeOf, urlOf);
  app.get('/:issuer/anchor/:leaf', (context) => {
    officeOf(context);
    const copy = documents.copy(context.req.param('leaf'));
    if (copy === undefined) throw new OAuthError('invalid_request', undefined, 404);
    if (copy.anchor === undefined) return context.json({ status: 'pending' }, 202);
    return context.body(copy.anchor, 200, { 'content-type': 'application/json' });
  });
  app.get('/:issuer/status/:list', (context) => {
    const { token } = officeOf(context).statuses;
    if (context.req.param('list') !== LIST || token === '')
      throw new OAuthError('invalid_request', undefined, 404);
    return context.body(token, 200, { 'content-type': 'application/statuslist+jwt' });
  });
  return app;
}

/** What an access token opens. */
function grantRoutes(
  app: Hono,
  officeOf: (context: Context) => IssuerOffice,
  urlOf: RouteContext['urlOf'],
): void {
  const grantsOf = (context: Context): readonly Grant[] => {
    const bearer = /^Bearer ([\w-]+)$/.exec(context.req.header('authorization') ?? '')?.[1];
    return officeOf(context).grants.require(bearer ?? '');
  };
  app.post('/:issuer/credential', async (context) => {
    const office = officeOf(context);
    const grants = grantsOf(context);
    const request = readJson(await context.req.text());
    const answer = await office.issue(grants, request, urlOf(office.issuer.id));
    return context.json(answer, 'credentials' in answer ? 200 : 202);
  });
  app.post('/:issuer/deferred', async (context) => {
    const grants = grantsOf(context);
    const request = readJson(await context.req.text());
    const answer = await officeOf(context).issuePromised(grants, request);
    return context.json(answer, 'credentials' in answer ? 200 : 202);
  });
  app.post('/:issuer/notification', async (context) => {
    const grants = grantsOf(context);
    const request = readJson(await context.req.text(), 'invalid_notification_request');
    officeOf(context).noteDelivery(grants, request);
    return context.body(null, 204);
  });
}

function prepare(app: Hono): void {
  app.use(cors({ origin: '*', allowMethods: ['GET', 'POST'], exposeHeaders: ['retry-after'] }));
  app.use(bodyLimit({ maxSize: MAX_BODY }));
  app.use(async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });
  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse();
    if (error instanceof OAuthError) return context.json(error, error.status);
    return context.json({ error: 'server_error' }, 500);
  });
}

function offerJson(offer: Offer, url: string): object {
  return {
    credential_issuer: url,
    credential_configuration_ids: offer.orders.map(({ vct }) => configurationOf(vct)),
    grants: {
      [GRANT_TYPE]: {
        'pre-authorized_code': offer.code,
        tx_code: { input_mode: 'numeric', length: offer.txCode.length },
      },
    },
  };
}

function tokenJson({ accessToken, refreshToken, expiresInSeconds }: TokenAnswer): object {
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
    refresh_token: refreshToken,
  };
}

function redeem(office: IssuerOffice, form: URLSearchParams): TokenAnswer {
  const type = form.get('grant_type');
  if (type !== GRANT_TYPE && type !== 'refresh_token')
    throw new OAuthError('unsupported_grant_type');
  const code = form.get(type === GRANT_TYPE ? 'pre-authorized_code' : type);
  if (code === null) throw new OAuthError('invalid_request');
  return type === GRANT_TYPE
    ? office.offers.redeem(code, form.get('tx_code') ?? undefined)
    : office.renew(code);
}

function readJson(untrusted: string, code: OAuthCode = 'invalid_credential_request'): JsonObject {
  try {
    return parseJsonObject(untrusted);
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
    throw new OAuthError(code);
  }
}
