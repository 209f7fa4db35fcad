import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/controls.css';
import '../ui/signs.css';
import './board.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { BoardStore } from '../state/board-store';
import { useStore } from '../state/use-store';
import { useNow } from '../ui/use-now';
import { Blank } from './blank';
import { Column } from './column';
import { Foot } from './foot';
import { Head } from './head';
import { stepOf, stepTo } from './keyboard';
import { KeysDialog } from './keys-dialog';

export function Board({ source }: { source: BoardStore }) {
  const { view, waiting, problem, all } = useStore(source.store);
  const now = useNow();
  const [keys, setKeys] = useState(false);
  const [selected, setSelected] = useState<string | null>(null);
  const cards = useRef<HTMLDivElement>(null);

  useEffect(() => source.start(), [source]);

  const columns = view?.columns.filter((column) => all || column.cards.length > 0) ?? [];
  const ids = columns.map((column) => column.cards.map(({ ticketId }) => ticketId));
  const current = ids.flat().includes(selected ?? '') ? selected : (ids.flat()[0] ?? null);

  function focus(ticketId: string | null): void {
    if (ticketId === null) return;
    setSelected(ticketId);
    const card = cards.current?.querySelector<HTMLElement>(`[data-ticket="${ticketId}"]`);
    card?.focus();
    card?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key === '?' && !event.ctrlKey && !event.metaKey) setKeys(true);
      else if (event.key === 'Escape') leave();
      else {
        const step = stepOf(event);
        if (step === null) return;
        // The first key only shows where one is.
        const begun = document.activeElement?.closest('[data-ticket]') != null;
        focus(begun ? stepTo(ids, current, step) : current);
      }
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });

  function leave(): void {
    if (keys) setKeys(false);
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  return (
    <main class="bd" aria-label={i18n.t('board.title')}>
      <Head
        view={view}
        now={now}
        all={all}
        waiting={waiting !== null}
        onDepartment={(id) => source.choose(id)}
        onAll={(every) => source.showAll(every)}
        onKeys={() => setKeys(true)}
        onRefresh={() => source.refresh()}
        onRelease={() => source.release()}
        onSettings={() => source.openOptions()}
      />
      {view?.state === 'shown' ? (
        <div
          class="bd-cols"
          ref={cards}
          style={{ '--columns': String(Math.max(1, columns.length)) }}
          onPointerEnter={() => source.hold(true)}
          onPointerLeave={() =>
            source.hold(cards.current?.contains(document.activeElement) === true)
          }
          onFocusIn={() => source.hold(true)}
          onFocusOut={() => source.hold(cards.current?.matches(':hover') === true)}
        >
          {columns.map((column) => (
            <Column
              key={column.type ?? 'unknown'}
              column={column}
              now={now}
              selected={current}
              onSelect={setSelected}
            />
          ))}
          {columns.length === 0 && (
            <div class="bd-blank">
              <h2>{i18n.t('board.noTickets.title')}</h2>
              <p class="muted">{i18n.t('board.noTickets.lead')}</p>
            </div>
          )}
        </div>
      ) : (
        <Blank
          state={view?.state ?? (problem === null ? 'loading' : 'failed')}
          problem={problem ?? view?.problem ?? null}
          onRetry={() => source.refresh()}
          onSettings={() => source.openOptions()}
        />
      )}
      {view?.state === 'shown' && <Foot view={view} problem={problem} />}
      {keys && <KeysDialog onClose={() => setKeys(false)} />}
    </main>
  );
}
