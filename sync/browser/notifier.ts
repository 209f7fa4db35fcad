import type { Notifier } from '../engine/ports';
import type { Topic } from '../protocol';
import { tellPages } from './notices';

/** ms between two notices of one subject. Screens redraw at most this often. */
const intervalMs = 200;
/** ms where the subject is the sync: a run changes it all the time, and each look costs the run some. */
const statusMs = 500;

/**
 * Broadcasts to every open extension page. Being an extension call it also keeps the worker
 * awake while a run makes progress. A page that is not there is not an error.
 */
export function createNotifier(
  /** Told with every broadcast: this context does not hear it, nor do framed pages in Firefox. */
  onSent: (topic: Topic, subject: string | null) => void = () => undefined,
): Notifier & { changed(topic: Topic, subject?: string): void } {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const lastSent = new Map<string, number>();

  function send(key: string, topic: Topic, subject: string | null): void {
    waiting.delete(key);
    lastSent.set(key, Date.now());
    if (lastSent.size > 200) lastSent.clear();
    void tellPages({ topic, subject }).catch(() => undefined);
    onSent(topic, subject);
  }

  return {
    changed(topic, subject) {
      const key = `${topic}/${subject ?? ''}`;
      if (waiting.has(key)) return;
      const interval = topic === 'status' ? statusMs : intervalMs;
      const due = (lastSent.get(key) ?? 0) + interval - Date.now();
      if (due <= 0) send(key, topic, subject ?? null);
      else
        waiting.set(
          key,
          setTimeout(() => send(key, topic, subject ?? null), due),
        );
    },
  };
}
