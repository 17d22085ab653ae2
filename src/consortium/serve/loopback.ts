/** Listening on this machine only, at both loopback addresses: browsers try either for `localhost`. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const IPV4 = '127.0.0.1';
const IPV6 = '::1';
/** What a machine without IPv6 answers. */
const NO_IPV6: readonly (string | undefined)[] = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'];

/** Servers at one port of the loopback interface. */
export interface LoopbackServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Opens a port on `127.0.0.1` and, where there is IPv6, on `::1`.
 *
 * @param port - 0 for any free one.
 * @returns `undefined` if the port is taken at either address.
 */
export async function listenOnLoopback(
  listener: RequestListener,
  port: number,
): Promise<LoopbackServer | undefined> {
  const first = await listen(listener, port, IPV4);
  if (first === undefined) return undefined;
  const { port: opened } = first.address() as AddressInfo;
  const servers = [first];
  try {
    const second = await listen(listener, opened, IPV6);
    if (second === undefined) {
      await close(first);
      // Any free port was asked for, and this one is free at one address only: take another.
      return port === 0 ? await listenOnLoopback(listener, port) : undefined;
    }
    servers.push(second);
  } catch (error) {
    if (!NO_IPV6.includes((error as NodeJS.ErrnoException).code)) throw error;
  }
  return {
    port: opened,
    close: async () => {
      await Promise.all(servers.map(close));
    },
  };
}

/** Whether a port could be opened now. */
export async function isPortFree(port: number): Promise<boolean> {
  const server = await listenOnLoopback(() => undefined, port);
  await server?.close();
  return server !== undefined;
}

/** `undefined` if the port is taken or not ours to open. */
function listen(listener: RequestListener, port: number, host: string) {
  const server = createServer(listener);
  return new Promise<Server | undefined>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen(port, host, () => {
      resolve(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
