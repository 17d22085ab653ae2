/** `npm start`: builds the app and serves it with a demo consortium and issuer desk. */
import { isRefusal } from '#core/errors.ts';
import { startConsortium, type ConsortiumOptions, type RunningConsortium } from './chain/index.ts';
import { startCometbft } from './cometbft/index.ts';
import { startDemoOn, USUAL_PORTS, type Demo } from './demo/index.ts';
import { INTERRUPTED, untilInterrupted } from './until-interrupted.ts';
import { parseStartOptions, USAGE, type StartOptions } from './demo/start-options.ts';

function welcome({ urls, profile }: Demo<RunningConsortium>, home: string | undefined): string {
  const rows = [
    ['我的证照 wallet', `${urls.app}/`],
    ['柜台核验 counter', `${urls.app}/counter`],
    ['发证窗口 issuer desk', `${urls.app}/desk`],
    ['联盟与信任 trust', `${urls.app}/trust`],
  ];
  return [
    '',
    `光印已就绪，请在浏览器中打开 ${urls.app}`,
    `Lightseal is ready: open ${urls.app} in a browser`,
    '',
    ...rows.map(([name = '', url = '']) => `  ${url.padEnd(32)}${name}`),
    '',
    `  ${profile.chainId} · ${urls.nodes.join(' ')}`,
    home === undefined
      ? '  演示数据仅在内存中，停止后即消失。Demo data lives in memory and is gone when stopped.'
      : `  数据保存在 ${home}  (data is kept there)`,
    '',
    '按 Ctrl-C 停止。Press Ctrl-C to stop.',
  ].join('\n');
}

/** Either engine: the app cannot tell which. */
const ENGINES: Readonly<
  Record<StartOptions['engine'], (options: ConsortiumOptions) => Promise<RunningConsortium>>
> = { embedded: startConsortium, cometbft: startCometbft };

async function run({ home, engine, build }: StartOptions): Promise<number> {
  const { signal, interrupted } = untilInterrupted();
  try {
    const demo = await startDemoOn(ENGINES[engine], {
      ...(home === undefined ? {} : { home }),
      ports: USUAL_PORTS,
      build,
      log: (line) => {
        console.log(line);
      },
      signal,
    });
    console.log(welcome(demo, home));
    await interrupted;
    console.log('\n正在停止 / stopping');
    await demo.stop();
    return 0;
  } catch (error) {
    if (error === INTERRUPTED) return 0;
    if (!isRefusal(error)) throw error;
    console.error(`\n${error.message} [${error.code}]`);
    return 1;
  }
}

async function main(args: readonly string[]): Promise<number> {
  const options = parseStartOptions(args);
  if (options === undefined) {
    console.error(USAGE);
    return 2;
  }
  if (!options.help) return run(options);
  console.log(USAGE);
  return 0;
}

process.exit(await main(process.argv.slice(2)));
