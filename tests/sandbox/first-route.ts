/** Which handler answers an API call: the first that was declared for it, found once a path. */
import type { Result, Router } from 'hono/router';
import { TrieRouter } from 'hono/router/trie-router';

/** Paths whose route is kept in mind; most hold an id, so that there is no end of them. */
const mostKept = 2_000;

/**
 * For an app without middleware, in which whatever matches first gives the answer. Walking the
 * tree of routes for every call, and past the first, costs as much as many an answer.
 */
export function firstRoute<T>(): Router<T> {
  const tree = new TrieRouter<T>();
  const kept = new Map<string, Result<T>>();
  return {
    name: 'FirstRoute',
    add: (method, path, handler) => tree.add(method, path, handler),
    match(method, path) {
      const key = `${method} ${path}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const [handlers] = tree.match(method, path);
      const found = [handlers.slice(0, 1)] as Result<T>;
      if (kept.size >= mostKept) kept.clear();
      kept.set(key, found);
      return found;
    },
  };
}
