/**
 * A delta of a trust pack as bytes: one deterministic CBOR list `[registry, logs, status]`; a log is
 * `[from, [[root, count, height, timeMs]…]]`.
 */
import { encodeCbor, type Cbor } from '../bytes/index.ts';
import { batchShape } from './entries.ts';
import { LIMITS } from './limits.ts';
import type { LogTail, PackDelta } from './pack-delta.ts';
import { entriesShape, listName, token } from './pack-file.ts';
import { issuerId } from './registry-key.ts';
import { bytes, decodeShape, integer, list, mapOf, type Shape } from './shape.ts';
import type { BatchEntry } from './types.ts';

const parts = (count: number): Shape<readonly (Cbor | undefined)[]> =>
  list((item) => item, count, count);

const batch: Shape<BatchEntry> = (untrusted) => {
  const [root, count, height, timeMs] = parts(4)(untrusted);
  return batchShape({
    root: bytes(32)(root),
    count: integer(0)(count),
    height: integer(0)(height),
    timeMs: integer(0)(timeMs),
  });
};

const tail: Shape<LogTail> = (untrusted) => {
  const [from, batches] = parts(2)(untrusted);
  return {
    from: integer(0, LIMITS.batchesPerIssuer)(from),
    batches: list(batch, 0, LIMITS.batchesPerIssuer)(batches),
  };
};

const deltaShape: Shape<PackDelta> = (untrusted) => {
  const [entries, logs, status] = parts(3)(untrusted);
  return {
    entries: entriesShape(entries),
    logs: mapOf(issuerId, tail, LIMITS.entries)(logs),
    statusTokens: mapOf(listName, token, LIMITS.entries)(status),
  };
};

export function encodePackDelta(delta: PackDelta): Uint8Array<ArrayBuffer> {
  const logs = [...delta.logs].map(([name, { from, batches }]) => [
    name,
    [from, batches.map(({ root, count, height, timeMs }) => [root, count, height, timeMs])],
  ]);
  return encodeCbor([
    Object.fromEntries(delta.entries),
    Object.fromEntries(logs) as Record<string, Cbor>,
    Object.fromEntries(delta.statusTokens),
  ]);
}

/** @throws {@link RegistryError} `registry/too-large` over 64 MiB, `registry/malformed`. */
export function decodePackDelta(untrusted: Uint8Array): PackDelta {
  return decodeShape(untrusted, LIMITS.packBytes, deltaShape);
}
