/** Argon2id outside the page's thread: a quarter of a second of work must not stop the screen. */
import { argon2id } from 'hash-wasm';
import type { FromVaultWorker, ToVaultWorker } from './vault-protocol.ts';

const post = (message: FromVaultWorker) => {
  postMessage(message);
};

addEventListener('message', ({ data }: MessageEvent<ToVaultWorker>) => {
  derive(data).then(
    (key) => {
      post({ kind: 'derived', key });
    },
    (thrown: unknown) => {
      post({ kind: 'broken', message: String(thrown) });
    },
  );
});

function derive({ passphrase, salt, memoryKib, iterations, parallelism }: ToVaultWorker) {
  return argon2id({
    password: passphrase,
    salt,
    memorySize: memoryKib,
    iterations,
    parallelism,
    hashLength: 32,
    outputType: 'binary',
  });
}
