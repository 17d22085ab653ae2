/** What Prometheus is told. */
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { formatMetrics, serveMetrics } from '#consortium/abci/metrics.ts';
import { batchOf, es256, statusOf, submit, withIssuer } from '../../core/registry/departments.ts';

const KEY = [es256('tax-1')];

async function measured() {
  const { state } = await submit(await withIssuer(), 'issuer/tax', KEY, batchOf('tax'), 5);
  const next = await submit(state, 'issuer/tax', KEY, statusOf('tax'), 6);
  expect(next.code).toBe('ok');
  return { height: 6, entries: next.state.entries };
}

describe('the metrics', () => {
  it('tell height, logs and when status lists run out', async () => {
    const text = formatMetrics(await measured(), 1024);
    expect(text).toContain('\nlightseal_registry_height 6\n');
    expect(text).toContain('\nlightseal_log_size{log="log/tax"} 1\n');
    expect(text).toContain('\nlightseal_status_valid_until_seconds{list="tax/main"} 1000000\n');
    expect(text).toContain('\nprocess_resident_memory_bytes 1024\n');
  });

  it('are lines that Prometheus reads', async () => {
    const lines = formatMetrics(await measured(), 1).split('\n');
    const isRead = /^(?:# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\{[a-z]+="[a-z0-9/-]+"\})? \d+|)$/;
    expect(lines.filter((line) => !isRead.test(line))).toEqual([]);
  });

  it('are served at one address, on loopback', async () => {
    const facts = await measured();
    const server = await serveMetrics(0, () => facts);
    const { address, port } = server.address() as AddressInfo;
    expect(address).toBe('127.0.0.1');
    const origin = `http://127.0.0.1:${port}`;
    const answer = await fetch(`${origin}/metrics`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect((await fetch(`${origin}/`)).status).toBe(404);
    expect((await fetch(`${origin}/metrics`, { method: 'POST' })).status).toBe(404);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
