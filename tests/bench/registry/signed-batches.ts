/** Appended batches as departments sign them: ES256 through Node's cryptography. */
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { IssuerRegistration } from '#consortium/chain/set-up-registry.ts';
import { parseBase64Url } from '#core/bytes/index.ts';
import { signTx, type TxSigner } from '#core/registry/index.ts';

const VCT = 'https://lightseal.example/vct/business-licence/1';

/** One issuer that appends batches, one after the other. */
export class BatchIssuer {
  readonly id: string;
  readonly registration: IssuerRegistration;
  readonly #signer: TxSigner;
  #next = 0;

  /** @param signs - Instead of its key, where nobody verifies. */
  constructor(id: string, signs?: TxSigner['sign']) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const kid = `${id}-1`;
    this.id = id;
    this.registration = {
      id,
      name: { 'zh-CN': '示例单位', en: 'Example Issuer' },
      keys: [{ kid, publicKey: pointOf(publicKey) }],
      vcts: [VCT],
    };
    this.#signer = {
      key: kid,
      sign:
        signs ??
        ((message) => sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
    };
  }

  /** Its next batch, signed: all before it must be in the chain first, or come before it. */
  next(chainId: string): Promise<Uint8Array> {
    const sequence = this.#next++;
    const root = createHash('sha256').update(`${this.id} ${sequence}`).digest();
    const body = { kind: 'append-batch', issuer: this.id, root, count: 256 } as const;
    return signTx({ chainId, signer: `issuer/${this.id}`, sequence, body }, [this.#signer]);
  }
}

function pointOf(key: KeyObject): Uint8Array {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Uint8Array.from([...parseBase64Url(x), ...parseBase64Url(y)]);
}
