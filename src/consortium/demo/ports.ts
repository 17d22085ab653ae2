/** The ports of the demo, and whether they are free. */
import { isPortFree } from '../serve/index.ts';
import { DemoError } from './demo-error.ts';

/** One for everything that listens; 0 for any free one. */
export interface DemoPorts {
  readonly app: number;
  /** One for each of the four nodes. */
  readonly nodes: readonly [number, number, number, number];
  readonly desk: number;
}

/** As documented for users. */
export const USUAL_PORTS: DemoPorts = {
  app: 4173,
  nodes: [26657, 26667, 26677, 26687],
  desk: 4180,
};

/** Different free ones each time, for tests. */
export const FREE_PORTS: DemoPorts = { app: 0, nodes: [0, 0, 0, 0], desk: 0 };

/**
 * Looks at every port before anything starts.
 *
 * @throws {@link DemoError} `demo/port-taken`, naming each port that is taken and what to do.
 */
export async function requireFreePorts(ports: DemoPorts): Promise<void> {
  const wanted = [
    { port: ports.app, what: 'the app' },
    { port: ports.desk, what: 'the issuer desk' },
    ...ports.nodes.map((port, index) => ({ port, what: `node ${index + 1}` })),
  ];
  const taken = [];
  for (const { port, what } of wanted) {
    if (port !== 0 && !(await isPortFree(port))) taken.push({ port, what });
  }
  if (taken.length > 0) throw new DemoError('demo/port-taken', adviceFor(taken));
}

function adviceFor(taken: readonly { readonly port: number; readonly what: string }[]): string {
  const english = taken.map(({ port, what }) => `Port ${port} (${what}) is taken.`);
  const chinese = taken.map(({ port }) => `端口 ${port} 已被占用。`);
  const list = taken.map(({ port }) => `-iTCP:${port}`).join(' ');
  return [
    english.join('\n'),
    `Is Lightseal running already? Stop what uses the port and start again; to see what it is:`,
    `  lsof -nP -sTCP:LISTEN ${list}`,
    `${chinese.join('')}光印可能已在运行：请先停止占用端口的程序，然后重新启动。`,
  ].join('\n');
}
