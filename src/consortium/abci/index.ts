export { AbciApplication, type ApplicationOptions } from './application.ts';
export { AbciError, type AbciCode } from './abci-error.ts';
export { AbciServer, parseAbciAddress, type AbciAddress } from './abci-server.ts';
export { genesisJson, type RegistryGenesis } from './genesis.ts';
