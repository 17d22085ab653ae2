import type { RegistryApp } from '#consortium/registry-app/index.ts';
import { decodeLogAnswer, encodeLogQuery, type BatchEntry } from '#core/registry/index.ts';

/** The batches of an issuer's log, as the app itself answers. */
export function batchesOf(app: RegistryApp, issuer: string): readonly BatchEntry[] {
  const data = encodeLogQuery({ issuer, from: 0 });
  return decodeLogAnswer(app.query({ path: '/log', data, height: 0, prove: false }).value);
}
