/** A presentation that brings along what it is to be verified against (DESIGN §2.3). */
import { decodeEnvelope, decodeSelfContained } from '../qr/index.ts';
import { answer } from './case.ts';
import type { CheckCode } from './codes.ts';
import type { Report } from './report.ts';
import type { Check, SuppliedTrust, Trust } from './types.ts';
import { judgePresentation, type Circumstances } from './verify.ts';

/** What became of the data that came along: verified by the light client, or a code of why not. */
export type Supply = { readonly trust: SuppliedTrust } | { readonly refused: string };

const REFUSED: Readonly<Partial<Record<string, CheckCode>>> = {
  'chain/older-than-held': 'chain/supplied-older',
  'chain/out-of-reach': 'chain/supplied-out-of-reach',
  'chain/expired': 'chain/expired',
  'chain/clock-behind': 'chain/clock-behind',
};

/**
 * Judges a self-contained proof. The newest verified state decides: what came along counts only
 * where it is later than what this device holds, so that nobody brings back a time before a revocation;
 * and an attack that was found counts against both.
 *
 * @param untrusted - Bytes of the proof; any bytes get a report.
 * @param held - What this device has verified itself; nothing here changes it.
 * @param supply - What the light client says of the very same bytes.
 */
export function verifyProof(
  untrusted: Uint8Array,
  held: Trust | undefined,
  supply: Supply,
  circumstances: Circumstances,
): Report {
  const decode = () => decodeEnvelope(decodeSelfContained(untrusted).code, 'stream');
  const brought = 'trust' in supply ? supply.trust : refusal(supply.refused);
  if (held === undefined) return judgePresentation(decode, brought, circumstances);
  if ('header' in brought && isLater(brought, held)) {
    return judgePresentation(decode, brought, circumstances);
  }
  const report = judgePresentation(decode, held, circumstances);
  const isOlder = 'header' in brought || brought.code === 'chain/supplied-older';
  return isOlder ? report : { ...report, leftAside: brought };
}

function isLater(supplied: SuppliedTrust, { header, conflict }: Trust): boolean {
  return !conflict && supplied.header.height > header.height;
}

function refusal(code: string): Check {
  if (code === 'chain/attack') return answer('fail', 'chain/conflict');
  return answer('unknown', REFUSED[code] ?? 'chain/supplied-invalid');
}
