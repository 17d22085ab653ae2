/** Every lie that one node can tell about a block over RPC (CometBFT's light client, negative cases). */
import type { Mutation, Reply } from '#consortium/rpc/index.ts';

type Json = Record<string, unknown>;

interface Signature extends Json {
  block_id_flag: number;
  validator_address: string;
  timestamp: string;
  signature: string | null;
}

interface SignedHeader {
  header: Json & { version: Json; last_block_id: { hash: string; parts: Json } };
  commit: Json & {
    round: number;
    block_id: { hash: string; parts: Json };
    signatures: Signature[];
  };
}

/** A lie by its name. */
export interface Lie {
  readonly name: string;
  readonly mutation: Mutation;
}

const OTHER_HASH = 'AB'.repeat(32);
const PAST = '2020-01-01T00:00:00Z';

const HEADER_FIELDS: Readonly<Record<string, (header: SignedHeader['header']) => void>> = {
  version: (header) => (header.version['app'] = '99'),
  chain_id: (header) => (header['chain_id'] = 'another-chain'),
  height: (header) => (header['height'] = String(Number(header['height']) + 1)),
  time: (header) => (header['time'] = PAST),
  last_block_id: (header) => (header.last_block_id.hash = OTHER_HASH),
  ...Object.fromEntries(
    [
      'last_commit_hash',
      'data_hash',
      'validators_hash',
      'next_validators_hash',
      'consensus_hash',
      'app_hash',
      'last_results_hash',
      'evidence_hash',
    ].map((field) => [field, (header: SignedHeader['header']) => (header[field] = OTHER_HASH)]),
  ),
  proposer_address: (header) => (header['proposer_address'] = 'AB'.repeat(20)),
};

const COMMIT_LIES: Readonly<Record<string, (commit: SignedHeader['commit']) => void>> = {
  'another round': (commit) => (commit.round += 1),
  'another part set': (commit) => (commit.block_id.parts['hash'] = OTHER_HASH),
  'another block': (commit) => (commit.block_id.hash = OTHER_HASH),
  'two signatures swapped': ({ signatures: [first, second] }) => {
    if (first !== undefined && second !== undefined) {
      [first.signature, second.signature] = [second.signature, first.signature];
    }
  },
  'a validator twice': ({ signatures }) => {
    const [first] = signatures;
    if (first !== undefined) signatures[1] = first;
  },
  'an edited address': ({ signatures: [first] }) => {
    if (first !== undefined) first.validator_address = 'AB'.repeat(20);
  },
  'votes for nothing counted': ({ signatures }) => {
    for (const slot of signatures.slice(0, 2)) slot.block_id_flag = 3;
  },
  'an absent vote with data': ({ signatures: [first] }) => {
    if (first !== undefined) first.block_id_flag = 1;
  },
  'a nanosecond later': ({ signatures: [first] }) => {
    if (first !== undefined) first.timestamp = laterByOne(first.timestamp);
  },
  'a byte after a signature': ({ signatures: [first] }) => {
    if (first !== undefined) first.signature = appended(first.signature ?? '');
  },
  'half of the votes': (commit) => {
    for (const slot of commit.signatures.slice(0, 2)) Object.assign(slot, ABSENT);
  },
  'no votes at all': (commit) => (commit.signatures = []),
};

const ABSENT = {
  block_id_flag: 1,
  validator_address: '',
  timestamp: '0001-01-01T00:00:00Z',
  signature: null,
};

const VALIDATOR_LIES: Readonly<Record<string, (result: Json, asked: string) => Json>> = {
  'one validator left out': (result) => {
    const validators = listIn(result).slice(1);
    return { ...result, validators, count: '3', total: '3' };
  },
  'more power than there is': (result) => {
    const validators = listIn(result).map((each) => ({ ...each, voting_power: '1000' }));
    return { ...result, validators };
  },
  'power beyond 64 bits': (result) => {
    const validators = listIn(result).map((each) => ({
      ...each,
      voting_power: '99999999999999999999',
    }));
    return { ...result, validators };
  },
  'a key of an unknown kind': (result) => {
    const validators = listIn(result).map((each) => ({
      ...each,
      pub_key: { type: 'cometbft/PubKeyUnknown', value: 'AAAA' },
    }));
    return { ...result, validators };
  },
  'pages without end': (result) => ({ ...result, total: '1000000' }),
  'a total that changes': (result, asked) => ({
    ...result,
    total: asked.includes('"page":"1"') ? '8' : '9',
  }),
  'ten thousand and one validators': (result) => {
    const [first] = listIn(result);
    return { ...result, validators: Array(10_001).fill(first), total: '10001', count: '10001' };
  },
};

/** Each is told about every block that the node is asked for. */
export const LIES: readonly Lie[] = [
  ...Object.entries(HEADER_FIELDS).map(([field, lie]) => ({
    name: `another ${field}`,
    mutation: onCommit(({ header }) => {
      lie(header);
    }),
  })),
  ...Object.entries(COMMIT_LIES).map(([name, lie]) => ({
    name,
    mutation: onCommit(({ commit }) => {
      lie(commit);
    }),
  })),
  ...Object.entries(VALIDATOR_LIES).map(([name, lie]) => ({
    name,
    mutation: onResult('validators', lie),
  })),
];

/** Honest about its newest block and about all below `height`. */
export const liesFrom =
  (height: number, lie: Mutation): Mutation =>
  (request, reply) => {
    const asked = /"(?:height|maxHeight)":"(\d+)"/.exec(request.body)?.[1];
    return Number(asked ?? 0) < height ? reply : lie(request, reply);
  };

/** Changes what `commit` answers. */
export function onCommit(change: (signed: SignedHeader) => void): Mutation {
  return onResult('commit', (result) => {
    change(result['signed_header'] as SignedHeader);
    return result;
  });
}

function onResult(method: string, change: (result: Json, asked: string) => Json): Mutation {
  return (request, reply): Reply => {
    if (request.method !== method) return reply;
    const envelope = JSON.parse(reply.body) as { result?: Json };
    if (envelope.result === undefined) return reply;
    const result = change(envelope.result, request.body);
    return { ...reply, body: JSON.stringify({ ...envelope, result }) };
  };
}

function listIn(result: Json): Json[] {
  return result['validators'] as Json[];
}

function laterByOne(time: string): string {
  const [, head = '', fraction = '', tail = ''] = /^(.*?)(?:\.(\d+))?(Z)$/.exec(time) ?? [];
  const nanos = (Number(fraction.padEnd(9, '0')) + 1) % 1_000_000_000;
  return `${head}.${String(nanos).padStart(9, '0')}${tail}`;
}

function appended(base64: string): string {
  return Buffer.concat([Buffer.from(base64, 'base64'), Buffer.of(0)]).toString('base64');
}
