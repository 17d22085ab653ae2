/** What a registry tells Prometheus: text format 0.0.4, on the loopback interface. */
import { createServer, type Server } from 'node:http';
import { decodeLogHead, decodeStatusEntry, type RegistryEntries } from '#core/registry/index.ts';

/** What is told. */
export interface Measured {
  readonly height: number;
  readonly entries: RegistryEntries;
}

/** Label and value; the label is empty where there is one value alone. */
type Sample = readonly [label: string, value: number];

const HOST = '127.0.0.1';
const TYPE = 'text/plain; version=0.0.4; charset=utf-8';
const COMMON_LOGS = ['claims', 'evidence', 'consents'];

/** The measures as text. */
export function formatMetrics({ height, entries }: Measured, memoryBytes: number): string {
  return [
    gauge('lightseal_registry_height', 'Last committed block.', [['', height]]),
    gauge('lightseal_registry_entries', 'Entries of the registry.', [['', entries.size]]),
    gauge('lightseal_log_size', 'Leaves of a log.', logSizes(entries)),
    gauge(
      'lightseal_status_valid_until_seconds',
      'When a status list runs out, in seconds since 1970.',
      statusEnds(entries),
    ),
    gauge('process_resident_memory_bytes', 'Memory of the process.', [['', memoryBytes]]),
  ].join('');
}

/**
 * Answers `GET /metrics` until the server is closed. Nothing secret is told, and nothing is read.
 *
 * @param port - 0 for any free one. Refuses as Node does where it is taken.
 */
export function serveMetrics(port: number, measure: () => Measured): Promise<Server> {
  const server = createServer(({ method, url }, response) => {
    const isAsked = method === 'GET' && url === '/metrics';
    response.setHeader('Content-Type', TYPE);
    response.writeHead(isAsked ? 200 : 404);
    response.end(isAsked ? formatMetrics(measure(), process.memoryUsage.rss()) : '');
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      resolve(server);
    });
  });
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([label, value]) => `${name}${label} ${value}\n`);
  return [`# HELP ${name} ${help}\n`, `# TYPE ${name} gauge\n`, ...lines].join('');
}

/** Names of logs and lists are of letters, digits, hyphens and a slash: nothing to escape. */
function logSizes(entries: RegistryEntries): readonly Sample[] {
  return [...entries]
    .filter(([key]) => COMMON_LOGS.includes(key) || key.startsWith('log/'))
    .map(([key, entry]) => [`{log="${key}"}`, decodeLogHead(entry).size]);
}

function statusEnds(entries: RegistryEntries): readonly Sample[] {
  return [...entries]
    .filter(([key]) => key.startsWith('status/'))
    .map(([key, entry]) => [
      `{list="${key.slice('status/'.length)}"}`,
      Math.floor(decodeStatusEntry(entry).validUntilMs / 1000),
    ]);
}
