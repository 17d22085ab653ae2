/** One verified state of the chain: what every answer and every draft rests on. */
import { formatHex } from '#core/bytes/index.ts';
import { parseProfileText, type ConsortiumProfile } from '#core/chain/index.ts';
import { formatTime, hashHeader, type LightBlock } from '#core/cometbft/index.ts';
import {
  decodeRegistry,
  type Registry,
  type RegistryEntries,
  type RegistryState,
} from '#core/registry/index.ts';
import { ProvenChain } from '../client/index.ts';
import { CliError } from './cli-error.ts';
import { readText } from './files.ts';
import type { Readable } from './readable.ts';

/** The registry before `block`: complete and correct under its header. */
export interface ChainView {
  readonly profile: ConsortiumProfile;
  readonly chain: ProvenChain;
  readonly block: LightBlock;
  readonly entries: RegistryEntries;
  readonly registry: Registry;
  /** For trying transactions on; whether one is refused does not depend on what stands in the logs. */
  readonly state: RegistryState;
}

/**
 * Verifies the newest header from the anchor of a profile, and the whole registry under it. No node
 * is believed.
 *
 * @throws {@link CliError} for the file; refusals of the light client and of the registry.
 */
export async function openView(profilePath: string): Promise<ChainView> {
  const profile = parseProfileText(readText(profilePath));
  const chain = new ProvenChain(profile);
  const block = await chain.newest();
  const entries = await chain.registry(block.header);
  const registry = decodeRegistry(entries);
  const { chainId } = profile;
  const state = { chainId, entries, logs: new Map() };
  return { profile, chain, block, entries, registry, state };
}

/** Which header an answer is proven by. */
export function provenBy({ block: { header } }: ChainView): Readable {
  return {
    chainId: header.chainId,
    height: header.height,
    time: formatTime(header.time),
    headerHash: formatHex(hashHeader(header)),
    appHash: formatHex(header.appHash),
  };
}

/** @throws {@link CliError} `registry-cli/not-found`: the whole registry was verified, so it is not there. */
export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new CliError('registry-cli/not-found', `the registry has no ${what}`);
  }
  return value;
}
