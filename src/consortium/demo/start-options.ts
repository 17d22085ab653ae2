/** What may stand after `npm start --`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Asked for on the command line. */
export interface StartOptions {
  readonly home: string | undefined;
  readonly engine: 'embedded' | 'cometbft';
  readonly build: boolean;
  readonly help: boolean;
}

export const USAGE = `Usage: npm start [-- OPTION…]

  --home DIR    keep keys, blocks and the desk's register in DIR and go on from there
                (left out: everything is new at each start and lives in memory)
  --engine NAME embedded (all in this process; left out) or cometbft (four real nodes; needs its program)
  --no-build    serve the last build instead of building the app again
  --help        show this

用法：npm start [-- 选项…]

  --home DIR    将密钥、区块和发证登记保存在 DIR，下次从那里继续（不写则每次全新，仅在内存中）
  --engine NAME embedded（全部在本进程内，默认）或 cometbft（四个真实节点，需先安装该程序）
  --no-build    不重新构建，直接使用上次的构建结果
  --help        显示本说明`;

const ENGINES = ['embedded', 'cometbft'] as const;

/** The options, or `undefined` if one is unknown or incomplete. */
export function parseStartOptions(args: readonly string[]): StartOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        home: { type: 'string' },
        engine: { type: 'string', default: 'embedded' },
        'no-build': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.home === '') return undefined;
    const home = values.home === undefined ? undefined : resolve(values.home);
    const engine = ENGINES.find((name) => name === values.engine);
    if (engine === undefined) return undefined;
    return { home, engine, build: !values['no-build'], help: values.help };
  } catch {
    return undefined;
  }
}
