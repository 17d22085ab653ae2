/** What a run found out about each node; when it fails, people learn whom to ask about it. */
import { CodedError } from '../errors.ts';
import { isAboutDevice, isLie } from './failure.ts';

/** How it went when something was wanted of a node. */
export interface NodeFinding {
  readonly node: number;
  /**
   * Of the refusal to which its word led: `source/…`, `chain/…`, or the engine's for what did not
   * verify. Missing if it answered, and nothing was wrong with that.
   */
  readonly code?: string;
}

/** @returns `undefined` for a refusal that says nothing about the node. */
export function findingOf(node: number, refusal?: CodedError): NodeFinding | undefined {
  if (refusal === undefined) return { node };
  return isAboutDevice(refusal.code) ? undefined : { node, code: refusal.code };
}

/** The gravest finding of each node: a lie before silence, silence before an answer. */
export class Findings {
  readonly #gravest = new Map<number, NodeFinding>();

  readonly note = (finding: NodeFinding): void => {
    const before = this.#gravest.get(finding.node);
    if (before !== undefined && gravityOf(before) >= gravityOf(finding)) return;
    this.#gravest.set(finding.node, finding);
  };

  /** In the order of the profile, without those that were not heard of. */
  get list(): readonly NodeFinding[] {
    return [...this.#gravest.values()].sort((a, b) => a.node - b.node);
  }
}

function gravityOf({ code }: NodeFinding): number {
  if (code === undefined) return 0;
  return isLie(code) ? 2 : 1;
}

/** A sync that failed, with what was found out about the nodes. */
export class SyncFailure extends CodedError {
  readonly findings: readonly NodeFinding[];

  constructor(code: string, findings: readonly NodeFinding[], options?: ErrorOptions) {
    super(code, 'the sync failed', options);
    this.findings = findings;
  }
}
