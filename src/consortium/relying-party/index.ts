export { relyingPartyRoutes, type RelyingPartyOptions } from './relying-party-routes.ts';
