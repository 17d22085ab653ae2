import { expect, it } from 'vitest';
import { freePorts } from '#consortium/cometbft/free-ports.ts';

it('gives four ports of its own, none that systems lend to outgoing connections', async () => {
  const ports = Object.values(await freePorts(undefined));
  expect(new Set(ports).size).toBe(4);
  for (const port of ports) expect(port).toSatisfy((p: number) => p >= 20_000 && p < 32_000);
});

it('gives the public port that is asked for', async () => {
  expect(await freePorts(26_601)).toMatchObject({ public: 26_601 });
});
