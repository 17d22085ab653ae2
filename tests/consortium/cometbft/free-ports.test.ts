import { expect, it } from 'vitest';
import { freePorts } from '#consortium/cometbft/free-ports.ts';

it('gives four ports of its own, none that systems lend to outgoing connections', async () => {
  const ports = Object.values(await freePorts(undefined, [])) as readonly number[];
  expect(new Set(ports).size).toBe(4);
  for (const port of ports) expect(port).toSatisfy((p: number) => p >= 20_000 && p < 26_000);
});

it('gives the public port that is asked for', async () => {
  expect(await freePorts(26_601, [])).toMatchObject({ public: 26_601 });
});

it('gives no port of the other nodes', async () => {
  // All but the hundred that begin here.
  const left = 24_000;
  const taken = Array.from({ length: 6_000 }, (_, index) => 20_000 + index).filter(
    (port) => port < left || port >= left + 100,
  );
  const others = taken.map((port) => ({ public: port, rpc: port, p2p: port, app: port }));
  const ports = Object.values(await freePorts(undefined, others)) as readonly number[];
  for (const port of ports) expect(port).toSatisfy((p: number) => p >= left && p < left + 100);
});
