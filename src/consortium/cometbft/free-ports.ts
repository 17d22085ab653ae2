import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { NodePorts } from './network-file.ts';

/**
 * Below the ports that systems lend to outgoing connections: one of those could be taken while a node
 * is down, and the node would not come up again. Below those, too, that are usual for public addresses.
 */
const [FIRST, END] = [20_000, 26_000];

/** Four ports on which nobody listens now, nor will any of these nodes; the public one may be asked for. */
export async function freePorts(
  wanted: number | undefined,
  others: readonly NodePorts[],
): Promise<NodePorts> {
  const taken = new Set(others.flatMap((ports) => Object.values(ports) as readonly number[]));
  const ports = new Set<number>();
  while (ports.size < 4) {
    const port = randomInt(FIRST, END);
    if (!taken.has(port) && (await isFree(port))) ports.add(port);
  }
  const [own = 0, rpc = 0, p2p = 0, app = 0] = ports;
  return { public: wanted === undefined || wanted === 0 ? own : wanted, rpc, p2p, app };
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () =>
      server.close(() => {
        resolve(true);
      }),
    );
  });
}
