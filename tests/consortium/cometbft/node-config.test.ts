import { describe, expect, it } from 'vitest';
import { cometbftPath } from '#consortium/cometbft/index.ts';
import { configure } from '#consortium/cometbft/node-config.ts';

const KEYS = {
  '': ['proxy_app', 'log_level', 'moniker'],
  rpc: ['laddr', 'cors_allowed_origins'],
  p2p: ['laddr', 'persistent_peers', 'addr_book_strict', 'allow_duplicate_ip', 'pex'],
  consensus: [
    'timeout_propose',
    'timeout_prevote',
    'timeout_precommit',
    'timeout_commit',
    'create_empty_blocks',
    'create_empty_blocks_interval',
    'peer_gossip_sleep_duration',
  ],
  statesync: ['enable', 'rpc_servers', 'trust_height', 'trust_hash', 'discovery_time'],
  tx_index: ['indexer'],
};
const FILE = Object.entries(KEYS)
  .map(([section, keys]) =>
    [...(section === '' ? [] : [`[${section}]`]), ...keys.map((key) => `${key} = "old"`)].join(
      '\n',
    ),
  )
  .join('\n');
const CONFIG = {
  rpcPort: 1,
  p2pPort: 2,
  appPort: 3,
  peers: ['a@127.0.0.1:4', 'b@127.0.0.1:5'],
  corsOrigins: ['http://localhost:4173'],
  blockMs: 100,
  idleMs: 2_000,
};

describe("a node's settings", () => {
  it('take the place of those that were there, each in its section', () => {
    const lines = configure(FILE, CONFIG).split('\n');
    expect(lines).toContain('moniker = "old"');
    expect(lines.filter((line) => line.startsWith('laddr'))).toEqual([
      'laddr = "tcp://127.0.0.1:1"',
      'laddr = "tcp://127.0.0.1:2"',
    ]);
    expect(lines).toContain('persistent_peers = "a@127.0.0.1:4,b@127.0.0.1:5"');
    expect(lines).toContain('cors_allowed_origins = ["http://localhost:4173"]');
    expect(lines).toContain('create_empty_blocks_interval = "2000ms"');
    expect(configure(lines.join('\n'), CONFIG)).toBe(lines.join('\n'));
    expect(lines).toContain('enable = false');
    const stateSync = { rpcPorts: [7, 8], height: 5, hash: 'ab' };
    const joining = configure(FILE, { ...CONFIG, stateSync }).split('\n');
    expect(joining).toContain('rpc_servers = "http://127.0.0.1:7,http://127.0.0.1:8"');
    expect(joining).toContain('trust_height = 5');
  });

  it('are refused for the file of another version', () => {
    expect(() => configure(FILE.replace('pex =', 'px ='), CONFIG)).toThrow('p2p.pex');
  });
});

describe('the program', () => {
  it('that is missing is said to be, with the way to get it', () => {
    const env = { PATH: '/nowhere', GOPATH: '/nowhere' };
    expect(() => cometbftPath(env)).toThrow(/go install github.com\/cometbft/);
    expect(() => cometbftPath({ ...env, LIGHTSEAL_COMETBFT: '/nowhere/x' })).toThrow(
      expect.objectContaining({ code: 'consortium/no-cometbft' }),
    );
  });
});
