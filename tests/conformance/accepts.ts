import { isRefusal } from '#core/errors.ts';

/** Whether an action is not refused; anything thrown without a code is a fault of the code. */
export async function accepts(action: () => unknown): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (refusal) {
    if (isRefusal(refusal)) return false;
    throw refusal;
  }
}

/** The code of a refusal, or `accepted`. */
export async function codeOf(action: () => unknown): Promise<string> {
  try {
    await action();
    return 'accepted';
  } catch (refusal) {
    if (isRefusal(refusal)) return refusal.code;
    throw refusal;
  }
}
