/** Invented departments with fixed keys: the cast of the registry's tests. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '#core/crypto/index.ts';
import { encodeUtf8 } from '#core/bytes/index.ts';
import {
  applyTx,
  genesisState,
  nextSequence,
  signTx,
  type ClaimLookup,
  type GovernanceEntry,
  type IssuerSetting,
  type RegistryState,
  type TxBody,
  type TxOutcome,
  type TxSigner,
} from '#core/registry/index.ts';

export const CHAIN = 'lightseal-test-1';
export const VCT = 'https://lightseal.example/vct/business-licence/1';
const IDS = ['data', 'market', 'tax', 'finance'] as const;

export function seed(name: string): Uint8Array {
  return sha256(encodeUtf8(`seed of ${name}`));
}

export function nameOf(id: string): { 'zh-CN': string; en: string } {
  return { 'zh-CN': `示例${id}`, en: `Example ${id}` };
}

export function founder(id: string): TxSigner {
  return { key: id, sign: (message) => ed25519.sign(message, seed(id)) };
}

export const FOUNDERS: readonly TxSigner[] = IDS.map(founder);
export const THREE = FOUNDERS.slice(0, 3);

export const GOVERNANCE: GovernanceEntry = {
  founders: IDS.map((id) => ({
    id,
    name: nameOf(id),
    publicKey: ed25519.getPublicKey(seed(id)),
  })),
  threshold: 3,
};

export function es256(kid: string): TxSigner & { readonly publicKey: Uint8Array } {
  const secret = seed(kid);
  return {
    key: kid,
    publicKey: p256.getPublicKey(secret, false).slice(1),
    sign: (message) => p256.sign(message, secret),
  };
}

export function setting(
  kids: readonly string[],
  change: Partial<IssuerSetting> = {},
): IssuerSetting {
  return {
    name: nameOf('issuer'),
    keys: kids.map((kid) => ({ kid, alg: 'ES256', publicKey: es256(kid).publicKey })),
    types: [VCT],
    status: 'active',
    ...change,
  };
}

export const nothingClaimed: ClaimLookup = () => false;

/** Applies one signed transaction at a height, with the right sequence unless told otherwise. */
export async function submit(
  state: RegistryState,
  signer: string,
  signers: readonly TxSigner[],
  body: TxBody,
  height: number,
  change: { chainId?: string; sequence?: number } = {},
): Promise<TxOutcome> {
  const content = {
    chainId: CHAIN,
    signer,
    sequence: nextSequence(state, signer),
    body,
    ...change,
  };
  const tx = await signTx(content, signers);
  return applyTx(state, tx, { height, timeMs: height * 1000 }, nothingClaimed);
}

/** Governance and one active issuer `tax` with the key `tax-1`, in force from height 3. */
export async function withIssuer(): Promise<RegistryState> {
  const body = { kind: 'set-issuer', issuer: 'tax', setting: setting(['tax-1']) } as const;
  const { state, code } = await submit(genesis(), 'governance', THREE, body, 2);
  if (code !== 'ok') throw new Error(code);
  return state;
}

export function genesis(): RegistryState {
  return genesisState(CHAIN, GOVERNANCE);
}

export function batchOf(issuer: string, fill = 7): TxBody {
  return { kind: 'append-batch', issuer, root: new Uint8Array(32).fill(fill), count: 256 };
}

export function statusOf(issuer: string, token = 'aa.bb.cc'): TxBody {
  return {
    kind: 'publish-status',
    issuer,
    list: 'main',
    token: encodeUtf8(token),
    validUntilMs: 1_000_000_000,
  };
}
