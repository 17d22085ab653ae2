/** Tokens that are right but for what is asked to be wrong. */
import type { CredentialCode, Json, JsonObject } from '#core/credential/index.ts';
import { BASE, bind, craft, digest, text } from '../craft.ts';

/** A token that is wrong in one thing alone, with the code that it must be refused with. */
export const NAME: Json = ['c2FsdHNhbHRzYWx0c2Fs', 'name', '示例'];
export const TWIN: Json = ['dHdpbnNhbHR0d2luc2Fs', 'name', '别名'];
export const ELEMENT: Json = ['ZWxlbWVudHNhbHRlbGVt', '甲'];
export const HEADER = { alg: 'ES256', typ: 'dc+sd-jwt', kid: 'k1' };
export const KB_HEADER = { alg: 'ES256', typ: 'kb+jwt' };
export const hidden = (name: string, value: Json): Json => ['aGlkZGVuc2FsdGhpZGRl', name, value];
export const without = (name: string): JsonObject =>
  Object.fromEntries(Object.entries(BASE).filter(([key]) => key !== name));

export type Row = readonly [name: string, code: CredentialCode, make: () => Promise<string>];

export const payload = (change: JsonObject, disclosures: readonly Json[] = []) => {
  return () => craft({ ...BASE, ...change }, disclosures);
};
export const header = (change: JsonObject) => () => craft(BASE, [], { ...HEADER, ...change });
export const changed = (change: (compact: string) => string, of = payload({})) => {
  return async () => change(await of());
};
export const bound = (change: JsonObject, kbHeader: JsonObject = KB_HEADER) => {
  return async () => bind(await craft(BASE), change, kbHeader);
};
export const cnf = (value: JsonObject) => async () => bind(await craft({ ...BASE, cnf: value }));
export const disclosed = payload({ _sd: [digest(NAME)] }, [NAME]);
export const deep = (levels: number): Json => (levels === 0 ? 1 : { a: deep(levels - 1) });

/** A payload as it is written, under a signature that nothing is asked of. */
export function raw(json: string): Promise<string> {
  const payloadText = Buffer.from(json).toString('base64url');
  return Promise.resolve(`${text(HEADER)}.${payloadText}.${'A'.repeat(86)}~`);
}
