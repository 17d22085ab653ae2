/** What may stand after `npm start --`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Asked for on the command line. */
export interface StartOptions {
  readonly home: string | undefined;
  readonly build: boolean;
  readonly help: boolean;
}

export const USAGE = `Usage: npm start [-- OPTION…]

  --home DIR    keep keys, blocks and the desk's register in DIR and go on from there
                (left out: everything is new at each start and lives in memory)
  --no-build    serve the last build instead of building the app again
  --help        show this

用法：npm start [-- 选项…]

  --home DIR    将密钥、区块和发证登记保存在 DIR，下次从那里继续（不写则每次全新，仅在内存中）
  --no-build    不重新构建，直接使用上次的构建结果
  --help        显示本说明`;

/** The options, or `undefined` if one is unknown or incomplete. */
export function parseStartOptions(args: readonly string[]): StartOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        home: { type: 'string' },
        'no-build': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.home === '') return undefined;
    const home = values.home === undefined ? undefined : resolve(values.home);
    return { home, build: !values['no-build'], help: values.help };
  } catch {
    return undefined;
  }
}
