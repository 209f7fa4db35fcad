/**
 * Runs tasks with at most `width` under way. After the first failure no new one begins; those
 * under way end first, so that their answers are stored, then the failure is thrown.
 */
export async function pool(tasks: readonly (() => Promise<void>)[], width: number): Promise<void> {
  const errors: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < tasks.length && errors.length === 0) {
      const task = tasks[next++];
      try {
        await task?.();
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, tasks.length) }, worker));
  if (errors.length > 0) throw errors[0];
}

/** Lists of at most `size`. */
export function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = [];
  for (let at = 0; at < list.length; at += size) parts.push(list.slice(at, at + size));
  return parts;
}

/** A page of commits: enough to be cheap, small enough that a killed worker repeats little. */
export const pageSize = 500;
