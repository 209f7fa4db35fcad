/** px. In a shell's frame that is smaller, Desk is only hinted at: there is no room for anything. */
const leastRoom = { width: 480, height: 300 } as const;

/** False in a small frame, and in one within another page of the same help desk, which has its own. */
export function hasRoom(): boolean {
  if (window === window.top) return true;
  if (innerWidth < leastRoom.width || innerHeight < leastRoom.height) return false;
  try {
    return window.top?.document === undefined;
  } catch {
    return true;
  }
}
