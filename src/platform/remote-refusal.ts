import { CodedError } from '#core/errors.ts';

/** A refusal that crossed from a worker: classes do not survive the crossing, codes do. */
export class RemoteRefusal extends CodedError {}
