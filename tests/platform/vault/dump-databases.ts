import { serialize } from 'node:v8';

/** Every stored byte of every database: names, keys and values, text in UTF-8 and as V8 keeps it. */
export async function dumpDatabases(): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    parts.push(Buffer.from(name));
    for (const storeName of database.objectStoreNames) {
      const store = database.transaction(storeName).objectStore(storeName);
      const [keys, values] = [await done(store.getAllKeys()), await done(store.getAll())];
      for (const item of [...keys, ...(values as unknown[])]) {
        parts.push(Buffer.from(storeName), serialize(item), Buffer.from(textOf(item)));
      }
    }
    database.close();
  }
  return Buffer.concat(parts);
}

function textOf(item: unknown): string {
  return item instanceof Uint8Array ? '' : JSON.stringify(item);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('the request failed'));
    };
  });
}
