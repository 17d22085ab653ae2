/**
 * A proposed transaction and its signatures as files that people send each other. What a person reads
 * in the file is compared with what is signed.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  equalBytes,
  formatBase64Url,
  formatHex,
  parseBase64Url,
  parseHex,
} from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { decodeTxContent, type TxContent, type TxSignature } from '#core/registry/index.ts';
import { CliError } from './cli-error.ts';
import { orMalformed, readObject, writeObject } from './files.ts';
import { toReadable, type Readable } from './readable.ts';

const FORMAT = 'lightseal/transaction/1';
const SIGNATURE_FORMAT = 'lightseal/signature/1';

/** What is to be signed. */
export interface Proposal {
  readonly content: TxContent;
  readonly signBytes: Uint8Array;
}

/** Writes a proposal, with its content in words beside the bytes. */
export function writeProposal(path: string, { content, signBytes }: Proposal): void {
  const bytes = formatBase64Url(signBytes);
  writeObject(path, { format: FORMAT, transaction: toReadable(content), content: bytes });
}

/**
 * Reads a proposal.
 *
 * @throws {@link CliError} `registry-cli/malformed`; `registry-cli/tampered` if the words in the
 * file are not those of the bytes.
 */
export function readProposal(path: string): Proposal {
  const { format, transaction, content: text } = readObject(path);
  const proposal = orMalformed(path, () => {
    if (format !== FORMAT || typeof text !== 'string') throw new SyntaxError('fields');
    const signBytes = parseBase64Url(text);
    return { content: decodeTxContent(signBytes), signBytes };
  });
  if (!isDeepStrictEqual(transaction, toReadable(proposal.content))) {
    throw new CliError('registry-cli/tampered', `${path} says something else than it signs`);
  }
  return proposal;
}

/** What identifies a proposal, for people to compare. */
export function proposalDigest({ signBytes }: Proposal): string {
  return formatHex(sha256(signBytes));
}

/** The proposal in words. */
export function describeProposal(proposal: Proposal): Readonly<Record<string, Readable>> {
  return { digest: proposalDigest(proposal), transaction: toReadable(proposal.content) };
}

export function writeSignature(path: string, proposal: Proposal, signature: TxSignature): void {
  const { key, signature: bytes } = signature;
  const digest = proposalDigest(proposal);
  writeObject(path, { format: SIGNATURE_FORMAT, digest, key, signature: formatBase64Url(bytes) });
}

/**
 * Reads a signature that is meant for `proposal`; whether it holds is judged with the others.
 *
 * @throws {@link CliError} `registry-cli/malformed`, `registry-cli/other-transaction`.
 */
export function readSignature(path: string, { signBytes }: Proposal): TxSignature {
  const { format, digest, key, signature } = readObject(path);
  const read = orMalformed(path, () => {
    const isText = [digest, key, signature].every((value) => typeof value === 'string');
    if (format !== SIGNATURE_FORMAT || !isText) throw new SyntaxError('fields');
    return {
      digest: parseHex(String(digest)),
      key: String(key),
      signature: parseBase64Url(String(signature)),
    };
  });
  if (!equalBytes(read.digest, sha256(signBytes))) {
    throw new CliError('registry-cli/other-transaction', `${path} signs another transaction`);
  }
  return { key: read.key, signature: read.signature };
}
