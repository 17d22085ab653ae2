/** `config.toml` of a node on this machine. */

/** What differs between nodes, and how fast they are. */
export interface NodeConfig {
  readonly rpcPort: number;
  readonly p2pPort: number;
  readonly appPort: number;
  /** `id@host:port` of the others. */
  readonly peers: readonly string[];
  readonly corsOrigins: readonly string[];
  /** Pause after a block. */
  readonly blockMs: number;
  /** A quiet chain still makes a block this often, so that it does not look stale. */
  readonly idleMs: number;
  /** Where a node that joins gets a snapshot, and the header that it trusts. */
  readonly stateSync?: {
    readonly rpcPorts: readonly number[];
    readonly height: number;
    readonly hash: string;
  };
}

type Values = Readonly<Record<string, string>>;

/**
 * The file that `cometbft testnet` wrote with these settings in the place of its own.
 *
 * @throws Error for a file without one of them: another version.
 */
export function configure(toml: string, config: NodeConfig): string {
  const settings = new Map(Object.entries(settingsOf(config)));
  let section = '';
  const lines = toml.split('\n').map((line) => {
    section = /^\[(.+)\]$/.exec(line)?.[1] ?? section;
    const key = /^([a-z_]+) =/.exec(line)?.[1];
    if (key === undefined) return line;
    const name = section === '' ? key : `${section}.${key}`;
    const value = settings.get(name);
    settings.delete(name);
    return value === undefined ? line : `${key} = ${value}`;
  });
  if (settings.size > 0) throw new Error(`config.toml lacks ${[...settings.keys()].join(', ')}`);
  return lines.join('\n');
}

function settingsOf(config: NodeConfig): Values {
  const { rpcPort, p2pPort, appPort, peers, corsOrigins, blockMs, idleMs } = config;
  const step = text(`${Math.max(40, Math.min(1_000, blockMs))}ms`);
  return {
    proxy_app: text(`tcp://127.0.0.1:${appPort}`),
    log_level: text('error'),
    'rpc.laddr': text(`tcp://127.0.0.1:${rpcPort}`),
    'rpc.cors_allowed_origins': `[${corsOrigins.map(text).join(', ')}]`,
    'p2p.laddr': text(`tcp://127.0.0.1:${p2pPort}`),
    'p2p.persistent_peers': text(peers.join(',')),
    'p2p.addr_book_strict': 'false',
    'p2p.allow_duplicate_ip': 'true',
    'p2p.pex': 'false',
    'consensus.timeout_propose': text(`${Math.max(500, blockMs)}ms`),
    'consensus.timeout_prevote': step,
    'consensus.timeout_precommit': step,
    'consensus.timeout_commit': text(`${blockMs}ms`),
    'consensus.create_empty_blocks': 'false',
    'consensus.create_empty_blocks_interval': text(`${idleMs}ms`),
    'consensus.peer_gossip_sleep_duration': text('10ms'),
    'tx_index.indexer': text('kv'),
    ...stateSyncSettings(config),
  };
}

function stateSyncSettings({ stateSync }: NodeConfig): Values {
  const servers = stateSync?.rpcPorts.map((port) => `http://127.0.0.1:${port}`) ?? [];
  return {
    'statesync.enable': String(stateSync !== undefined),
    'statesync.rpc_servers': text(servers.join(',')),
    'statesync.trust_height': String(stateSync?.height ?? 0),
    'statesync.trust_hash': text(stateSync?.hash ?? ''),
    'statesync.discovery_time': text('5s'),
  };
}

function text(value: string): string {
  return JSON.stringify(value);
}
