import type { Remote } from './remote-ports';

/** What costs no call. */
const free: ReadonlySet<string | symbol> = new Set(['serverTime', 'spent', 'creditsLeft']);

/** What changes something at the service. */
const writing: ReadonlySet<string | symbol> = new Set([
  'create',
  'createReference',
  'update',
  'updateMany',
  'moveToBin',
] satisfies readonly (keyof Remote)[]);

/**
 * A remote whose every call is preceded by `check`: the one place that no call of a run gets
 * around. What `check` throws is a refusal, for nothing was sent.
 */
export function guarded(
  remote: Remote,
  check: (isWriting: boolean) => Promise<void> | void,
): Remote {
  return new Proxy(remote, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || free.has(name)) return member;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        await check(writing.has(name));
        return Reflect.apply(member, target, [...given]) as unknown;
      };
    },
  });
}
