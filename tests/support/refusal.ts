/** Refusals as tests compare them. */
import { isRefusal } from '#core/errors.ts';

/** The code with which `action` is refused, or `none`. Whatever else it throws is a fault of the code. */
export function refusalOf(action: () => unknown): string {
  try {
    action();
    return 'none';
  } catch (thrown) {
    return codeOf(thrown);
  }
}

/** The same of work that takes its time. */
export async function laterRefusalOf(work: Promise<unknown>): Promise<string> {
  return await work.then(() => 'none', codeOf);
}

function codeOf(thrown: unknown): string {
  if (isRefusal(thrown)) return thrown.code;
  throw thrown;
}
