/** What the program says about itself. */
import type { Command, Options } from './command.ts';
import { optionsOf } from './options.ts';

const RUN = 'npm run registry --';
const COLUMN = 32;

/** All commands, one a line. */
export function overview(commands: readonly Command[]): string {
  const lines = commands.map(({ name, operands = '', summary }) =>
    row(`${name} ${operands}`.trim(), summary),
  );
  const chinese = commands.map(({ name, zh }) => row(name, zh));
  return [
    `Usage: ${RUN} COMMAND [OPTION…]        (--help after a command tells more, with examples)`,
    '',
    ...lines,
    '',
    'Nothing that a node says is believed: answers are proven from the anchor of the profile, and a',
    'change is reported as done only when its success is proven. A change that needs several people is',
    'written to a file by propose, signed by each with sign, and sent by submit:',
    '',
    `  ${RUN} propose issuers suspend tax --profile city.json --out suspend.json`,
    `  ${RUN} sign suspend.json --key data.key --profile city.json`,
    `  ${RUN} submit suspend.json suspend.json.*.sig --profile city.json`,
    '',
    'Exit status: 0 done, 1 refused (the code stands in brackets), 2 wrong command line.',
    '',
    `用法：${RUN} 命令 [选项…]        （命令后加 --help 可查看选项和示例）`,
    '',
    ...chinese,
    '',
    '节点的任何应答都不会被直接采信：结果一律由配置文件中的信任锚起逐级验证；变更只有在其成功得到证明后才报告完成。',
    '需要多人签署的变更，先用 propose 写成文件，各自用 sign 签署，再用 submit 提交。',
  ].join('\n');
}

/** One command with its options and examples. */
export function commandHelp(command: Command): string {
  const { name, operands = '', summary, zh, examples } = command;
  return [
    `Usage: ${RUN} ${'draft' in command ? '[propose] ' : ''}${name} ${operands} [OPTION…]`,
    '',
    summary,
    zh,
    '',
    ...optionLines(optionsOf(command)),
    '',
    'Examples:',
    ...examples.map((example) => `  ${RUN} ${example}`),
  ].join('\n');
}

function optionLines(options: Options): readonly string[] {
  return Object.entries(options).map(([name, { value = '', help }]) =>
    row(`--${name} ${value}`.trim(), help),
  );
}

function row(left: string, right: string): string {
  return `  ${left.padEnd(COLUMN)} ${right}`;
}
