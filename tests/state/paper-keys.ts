/** An office's key: its file, and where it is kept. */
import { formatBase64Url } from '#core/bytes/index.ts';
import type { VerifierKeys } from '#state/ports.ts';
import { CHAIN } from '../core/registry/departments.ts';
import { VERIFIER_ID, VERIFIER_KEY } from '../support/request-builder.ts';
import { refusal } from './ports.ts';

/** A secret that fits no key: what is kept here never signs. */
export const D = formatBase64Url(new Uint8Array(32).fill(1));

/** Signs with the registered key, whatever was kept. */
export class PaperKeys implements VerifierKeys {
  kept: string | undefined;
  usable = true;
  failure: string | undefined;
  verifier = () => Promise.resolve(this.kept);
  keep = (_: string, verifier: string) => {
    if (this.usable) this.kept = verifier;
    return Promise.resolve(this.usable);
  };
  forget = () => {
    this.kept = undefined;
    return Promise.resolve();
  };
  sign = async (_: string, message: Uint8Array) => {
    if (this.failure !== undefined) throw refusal(this.failure);
    return await VERIFIER_KEY.sign(message);
  };
}

export const keyFile = (change: object = {}) =>
  JSON.stringify({
    format: 'lightseal/verifier-key/1',
    chainId: CHAIN,
    verifier: VERIFIER_ID,
    key: { ...VERIFIER_KEY.jwk, d: D },
    ...change,
  });
