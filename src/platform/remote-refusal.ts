import { SyncFailure, type NodeFinding } from '#core/chain/index.ts';
import { CodedError } from '#core/errors.ts';

/** A refusal that crossed from a worker: classes do not survive the crossing, codes do. */
export class RemoteRefusal extends CodedError {}

/** The refusal as it was before it crossed, from a worker or another tab. */
export function remoteRefusal(code: string, findings?: readonly NodeFinding[]): CodedError {
  if (findings !== undefined) return new SyncFailure(code, findings);
  return new RemoteRefusal(code, 'refused in a worker');
}
