import type { DeriveKey } from '#core/crypto/index.ts';
import type { FromVaultWorker, ToVaultWorker } from '#workers/vault-protocol.ts';
import vaultWorkerUrl from '#workers/vault.worker.ts?worker&url';
import { trustedWorkerUrl } from '../trusted-script-url.ts';
import { VaultStoreError } from './vault-store-error.ts';

/** The part of `Worker` that is used. */
export type KdfWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

/**
 * Argon2id in a worker of its own, which ends with the answer so that its 64 MiB are given back.
 *
 * A device without that much memory refuses with `vault/unavailable`.
 */
export function argon2idWorker(start: () => KdfWorker = startWorker): DeriveKey {
  return async (passphrase, salt, params) => {
    const worker = start();
    try {
      return await answerOf(worker, { passphrase, salt, ...params });
    } finally {
      worker.terminate();
    }
  };
}

function startWorker(): Worker {
  return new Worker(trustedWorkerUrl(vaultWorkerUrl), { type: 'module' });
}

function answerOf(worker: KdfWorker, request: ToVaultWorker): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const fail = (message: string) => {
      reject(new VaultStoreError('vault/unavailable', message));
    };
    worker.addEventListener('message', ({ data }: MessageEvent<FromVaultWorker>) => {
      if (data.kind === 'derived') resolve(data.key);
      else fail(data.message);
    });
    worker.addEventListener('error', (event) => {
      fail(event.message);
    });
    worker.postMessage(request);
  });
}
