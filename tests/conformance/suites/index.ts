/** Every suite. The first that matches a file judges it. */
import type { Suite } from '../suite.ts';
import { commitTable } from './commit-table.ts';
import { dcql } from './dcql.ts';
import { ics23Operations } from './ics23-operations.ts';
import { ics23 } from './ics23.ts';
import { identifiers } from './identifiers.ts';
import { inclusion } from './inclusion.ts';
import { inline } from './inline.ts';
import { invoices } from './invoices.ts';
import { openId } from './openid.ts';
import { realChains } from './real-chains.ts';
import { rpcFixtures } from './rpc-fixtures.ts';
import { scenarios } from './scenarios.ts';
import { sdJwtFrames } from './sd-jwt-frames.ts';
import { sdJwtSerialized } from './sd-jwt-serialized.ts';
import { sdJwtTokens } from './sd-jwt-tokens.ts';
import { sdJwtYaml } from './sd-jwt-yaml.ts';
import { signatures } from './signatures.ts';
import { singleStep } from './single-step.ts';
import { statusLists } from './status-lists.ts';
import { unbuiltParts } from './unbuilt.ts';

const ALL: readonly Suite[] = [
  ...singleStep,
  ...scenarios,
  ...realChains,
  ...rpcFixtures,
  ...inline,
  commitTable,
  inclusion,
  ...ics23,
  ics23Operations,
  ...signatures,
  ...sdJwtTokens,
  sdJwtSerialized,
  ...sdJwtFrames,
  ...sdJwtYaml,
  ...statusLists,
  ...dcql,
  identifiers,
  ...openId,
  invoices,
  ...unbuiltParts,
];

/** Each file belongs to one suite alone: to the first that knows it. */
export const SUITES: readonly Suite[] = ALL.map((suite, place) => ({
  ...suite,
  matches: (path) =>
    suite.matches(path) && !ALL.slice(0, place).some((earlier) => earlier.matches(path)),
}));
