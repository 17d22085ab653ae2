/** `app_state` of a genesis file: who founds the consortium, and whose validators are whose. */
import { decodeUtf8, formatHex, parseHex } from '#core/bytes/index.ts';
import type { LocalText } from '#core/chain/index.ts';
import { isRefusal } from '#core/errors.ts';
import {
  genesisState,
  type GenesisValidator,
  type GovernanceEntry,
  type RegistryState,
} from '#core/registry/index.ts';
import { AbciError } from './abci-error.ts';

/** What the registry begins with. */
export interface RegistryGenesis {
  readonly governance: GovernanceEntry;
  /** Names by public key, hex. */
  readonly validators: ReadonlyMap<string, LocalText>;
}

/** As JSON, which is what a genesis file holds. */
export function genesisJson({ governance, validators }: RegistryGenesis): object {
  return {
    version: 1,
    threshold: governance.threshold,
    founders: governance.founders.map(({ id, name, publicKey }) => ({
      id,
      name,
      publicKey: formatHex(publicKey),
    })),
    validators: Object.fromEntries(validators),
  };
}

/**
 * The registry before the first block.
 *
 * @param powers - Of the engine's validators. The genesis names each of them.
 * @throws {@link AbciError} `abci/bad-genesis`.
 */
export function readGenesis(
  chainId: string,
  untrusted: Uint8Array,
  powers: ReadonlyMap<string, number>,
): RegistryState {
  try {
    const { governance, validators } = parseGenesis(untrusted);
    const members = [...powers].map(([publicKey, power]): GenesisValidator => {
      const name = validators.get(publicKey);
      if (name === undefined) throw bad(`no name for the validator ${publicKey}`);
      return { publicKey: parseHex(publicKey), name, power };
    });
    return genesisState(chainId, governance, members);
  } catch (cause) {
    if (cause instanceof AbciError || !(isRefusal(cause) || cause instanceof SyntaxError)) {
      throw cause;
    }
    throw bad('the application state is unreadable', cause);
  }
}

interface GenesisFile {
  readonly version: number;
  readonly threshold: number;
  readonly founders: readonly {
    readonly id: string;
    readonly name: LocalText;
    readonly publicKey: string;
  }[];
  readonly validators: Readonly<Record<string, LocalText>>;
}

/** Shapes in detail are checked when the entries are encoded. */
function parseGenesis(untrusted: Uint8Array): RegistryGenesis {
  const file = JSON.parse(decodeUtf8(untrusted)) as Partial<GenesisFile> | null;
  const { founders, threshold, validators } = file ?? {};
  const isWhole = file?.version === 1 && Array.isArray(founders) && threshold !== undefined;
  if (!isWhole || typeof validators !== 'object') throw bad('a part is missing');
  return {
    governance: {
      threshold,
      founders: (founders as GenesisFile['founders']).map(({ id, name, publicKey }) => ({
        id,
        name,
        publicKey: parseHex(publicKey),
      })),
    },
    validators: new Map(Object.entries(validators)),
  };
}

function bad(what: string, cause?: unknown): AbciError {
  return new AbciError('abci/bad-genesis', what, { cause });
}
