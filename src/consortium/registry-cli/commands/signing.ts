/** Several people, one transaction: each signs the same file where they are. */
import { encodeTx, RegistryError } from '#core/registry/index.ts';
import type { Arguments } from '../arguments.ts';
import { openView, provenBy, type ChainView } from '../chain-view.ts';
import { usage } from '../cli-error.ts';
import type { FileCommand } from '../command.ts';
import { openKeys, signProposal, KEY_OPTIONS } from '../keys-of.ts';
import {
  describeProposal,
  readProposal,
  readSignature,
  writeSignature,
  type Proposal,
} from '../transaction-file.ts';
import { judge, submit } from '../write.ts';

const PROFILE = { value: 'FILE', help: 'consortium profile: the chain, its nodes and the anchor' };

/** The files after the proposal are its signatures. */
function readSignatures(args: Arguments, proposal: Proposal) {
  const paths = args.operands.slice(1);
  if (paths.length === 0) throw usage('no signature files');
  return paths.map((path) => readSignature(path, proposal));
}

/** A signature that fits leaves nothing to object to but that others are missing. */
function requireFitting(view: ChainView, tx: Uint8Array): void {
  const code = judge(view, tx);
  if (code !== 'ok' && code !== 'registry/threshold-not-met') {
    throw new RegistryError(code, 'the registry would refuse this');
  }
}

export const SIGNING_COMMANDS: readonly FileCommand[] = [
  {
    name: 'show',
    operands: 'TRANSACTION',
    summary: 'say what a proposed transaction does; nothing is asked of anybody',
    zh: '显示待签交易的内容',
    examples: ['show retire.json'],
    run: (args) => Promise.resolve(describeProposal(readProposal(args.operand(0, 'TRANSACTION')))),
  },
  {
    name: 'sign',
    operands: 'TRANSACTION',
    summary:
      'sign a proposed transaction; with --profile it is first tried on the verified registry',
    zh: '签署待签交易，生成签名文件',
    options: {
      ...KEY_OPTIONS,
      out: { value: 'FILE', help: 'signature file (TRANSACTION.KEY.sig if left out)' },
      profile: PROFILE,
    },
    examples: [
      'sign retire.json --key data.key --profile city.json',
      'sign retire.json --key tax.key',
    ],
    run: async (args, io) => {
      const path = args.operand(0, 'TRANSACTION');
      const proposal = readProposal(path);
      const [key, ...more] = await openKeys(args, io);
      if (key === undefined || more.length > 0) throw usage('one --key: each person signs alone');
      const signature = await signProposal(proposal, key);
      const profile = args.text('profile');
      if (profile !== undefined) {
        requireFitting(await openView(profile), encodeTx(proposal.signBytes, [signature]));
      }
      const out = args.text('out') ?? `${path}.${key.id}.sig`;
      writeSignature(out, proposal, signature);
      const checked = profile !== undefined;
      return { ...describeProposal(proposal), signedBy: key.id, file: out, checked };
    },
  },
  {
    name: 'check',
    operands: 'TRANSACTION SIGNATURE…',
    summary: 'try a transaction with its signatures on the verified registry, and send nothing',
    zh: '检查交易和签名，不提交',
    options: { profile: PROFILE },
    examples: ['check retire.json retire.json.*.sig --profile city.json'],
    run: async (args) => {
      const proposal = readProposal(args.operand(0, 'TRANSACTION'));
      const signatures = readSignatures(args, proposal);
      const view = await openView(args.required('profile'));
      const tx = encodeTx(proposal.signBytes, signatures);
      requireFitting(view, tx);
      const { threshold } = view.registry.governance;
      const signed = signatures.map(({ key }) => key);
      const ready = judge(view, tx) === 'ok';
      return { ...describeProposal(proposal), signed, threshold, ready, proven: provenBy(view) };
    },
  },
  {
    name: 'submit',
    operands: 'TRANSACTION SIGNATURE…',
    summary: 'send a transaction with its signatures, and wait until its success is proven',
    zh: '汇总签名并提交，等待上链结果的证明',
    options: { profile: PROFILE },
    examples: ['submit retire.json retire.json.*.sig --profile city.json'],
    run: async (args, io) => {
      const proposal = readProposal(args.operand(0, 'TRANSACTION'));
      const signatures = readSignatures(args, proposal);
      const view = await openView(args.required('profile'));
      return await submit(view, proposal, signatures, io);
    },
  },
];
