/** What an issuer itself writes: batches and status lists. */
import { decodeUtf8, encodeUtf8, parseHex } from '#core/bytes/index.ts';
import { parseStatusToken } from '#core/credential/index.ts';
import { buildBatch, formatAnchorProof, LIMITS, type Batch } from '#core/registry/index.ts';
import type { Arguments } from '../arguments.ts';
import { found, type ChainView } from '../chain-view.ts';
import { CliError, usage } from '../cli-error.ts';
import type { Command, Draft } from '../command.ts';
import { orMalformed, readBytes, readText, writeNew } from '../files.ts';
import type { Io } from '../io.ts';
import { toReadable } from '../readable.ts';

function readRoot(args: Arguments): Uint8Array {
  const root = args.required('root');
  return orMalformed('--root', () => parseHex(root));
}

/** Leaves, one a line in hex; the proofs are written before anything is sent. */
function batchOfLeaves(path: string, view: ChainView, args: Arguments, io: Io): Batch {
  const issuer = args.operand(0, 'ISSUER');
  const lines = readText(path)
    .split(/\s+/)
    .filter((line) => line !== '');
  const leaves = orMalformed(path, () => lines.map((line) => parseHex(line)));
  const batch = orMalformed(path, () => buildBatch(leaves, io.random));
  // Whoever appends another one first takes the transaction's sequence too: the number holds or nothing does.
  const number = view.registry.logs.get(issuer)?.size ?? 0;
  const proofs = leaves.flatMap((leaf) => {
    const proof = batch.prove(leaf);
    return proof === undefined ? [] : [formatAnchorProof({ issuer, batch: number, ...proof })];
  });
  writeNew(args.required('proofs'), `${proofs.join('\n')}\n`);
  return batch;
}

function batchDraft(view: ChainView, args: Arguments, io: Io): Draft {
  const issuer = args.operand(0, 'ISSUER');
  const path = args.text('leaves');
  const { root, count } =
    path === undefined
      ? { root: readRoot(args), count: args.whole('count') }
      : batchOfLeaves(path, view, args, io);
  return { signer: `issuer/${issuer}`, body: { kind: 'append-batch', issuer, root, count } };
}

/** The chain's `validUntil` is the token's own `exp`. */
function statusDraft(_: ChainView, args: Arguments): Draft {
  const [issuer = '', list = '', ...more] = args.operand(0, 'ISSUER/LIST').split('/');
  if (list === '' || more.length > 0) throw usage('ISSUER/LIST, as tax/1');
  const path = args.required('token');
  const text = orMalformed(path, () => decodeUtf8(readBytes(path)).trim());
  const { expiresMs } = orMalformed(path, () => parseStatusToken(text));
  if (expiresMs === undefined) throw new CliError('registry-cli/malformed', 'a token without exp');
  const token = encodeUtf8(text);
  const signer = `issuer/${args.text('as') ?? issuer}`;
  return { signer, body: { kind: 'publish-status', issuer, list, token, validUntilMs: expiresMs } };
}

export const ISSUING_COMMANDS: readonly Command[] = [
  {
    name: 'logs list',
    summary: 'size and root of every log',
    zh: '列出全部日志的长度和根',
    examples: ['logs list --profile city.json'],
    read: ({ registry }) =>
      [...registry.logs].map(([log, { size, root }]) => ({ log, size, root: toReadable(root) })),
  },
  {
    name: 'logs show',
    operands: 'ISSUER',
    summary: 'the batches of an issuer, compared with the root in the registry',
    zh: '查看发证机关的批次，并与登记的根核对',
    examples: ['logs show tax --profile city.json --json'],
    read: async (view, args) => {
      const issuer = args.operand(0, 'ISSUER');
      found(view.registry.logs.get(issuer), `log of ${issuer}`);
      return toReadable(await view.chain.log(issuer, view.block.header.height - 1));
    },
  },
  {
    name: 'batches append',
    operands: 'ISSUER',
    summary: `append a batch to the issuer's log, signed with the issuer's key`,
    zh: '追加存证批次',
    options: {
      root: { value: 'HEX', help: 'root of the batch, with --count' },
      count: {
        value: 'N',
        help: `leaves: a power of two, ${LIMITS.batchMin} to ${LIMITS.batchMax}`,
      },
      leaves: { value: 'FILE', help: 'instead: leaf hashes, one a line in hex; padded and sorted' },
      proofs: { value: 'FILE', help: 'with --leaves: file for the anchor proofs, one a line' },
    },
    examples: [
      'batches append tax --leaves leaves.txt --proofs proofs.txt --profile city.json --key tax-1.key',
    ],
    draft: batchDraft,
  },
  {
    name: 'statuses list',
    summary: 'all status lists with their validity',
    zh: '列出全部状态列表',
    examples: ['statuses list --profile city.json'],
    read: ({ registry }) =>
      [...registry.statuses].map(([list, { digest, height, validUntilMs }]) => {
        const validUntil = new Date(validUntilMs).toISOString();
        return { list, digest: toReadable(digest), height, validUntil };
      }),
  },
  {
    name: 'statuses show',
    operands: 'ISSUER/LIST',
    summary: 'digest and validity of a status list',
    zh: '查看状态列表',
    examples: ['statuses show tax/1 --profile city.json'],
    read: ({ registry }, args) => {
      const list = args.operand(0, 'ISSUER/LIST');
      return toReadable(found(registry.statuses.get(list), `status list ${list}`));
    },
  },
  {
    name: 'statuses publish',
    operands: 'ISSUER/LIST',
    summary: 'publish a signed status list token; it holds until its own exp',
    zh: '发布状态列表',
    options: {
      token: { value: 'FILE', help: 'status list token, a compact JWT' },
      as: { value: 'ISSUER', help: 'successor that publishes for a retired issuer' },
    },
    examples: ['statuses publish tax/1 --token list.jwt --profile city.json --key tax-1.key'],
    draft: statusDraft,
  },
];
