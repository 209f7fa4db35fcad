import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/controls.css';
import '../ui/signs.css';
import './board.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { BoardStore } from '../state/board-store';
import type { KeyStore } from '../state/key-store';
import { useStore } from '../state/use-store';
import { KeysDialog } from '../ui/keys-dialog';
import { useNow } from '../ui/use-now';
import { Blank } from './blank';
import { Column } from './column';
import { Foot } from './foot';
import { Head } from './head';
import { boardKeys, meantBy, stepTo } from './keyboard';

export function Board({ source, keys }: { source: BoardStore; keys: KeyStore }) {
  const { view, waiting, problem, all } = useStore(source.store);
  const now = useNow();
  const keyMap = useStore(keys.store);
  const [listed, setListed] = useState(false);
  const [selected, setSelected] = useState<string | null>(null);
  const cards = useRef<HTMLDivElement>(null);

  useEffect(() => source.start(), [source]);

  const columns = view?.columns.filter((column) => all || column.cards.length > 0) ?? [];
  const ids = columns.map((column) => column.cards.map(({ ticketId }) => ticketId));
  const current = ids.flat().includes(selected ?? '') ? selected : (ids.flat()[0] ?? null);

  /** What can have the focus: a long column shows its first cards only. */
  function drawn(): string[][] {
    const sections = [...(cards.current?.querySelectorAll('section') ?? [])];
    return sections.map((section) =>
      [...section.querySelectorAll<HTMLElement>('[data-ticket]')].flatMap(
        ({ dataset }) => dataset['ticket'] ?? [],
      ),
    );
  }

  function focus(ticketId: string | null): void {
    if (ticketId === null) return;
    setSelected(ticketId);
    const card = cards.current?.querySelector<HTMLElement>(`[data-ticket="${ticketId}"]`);
    card?.focus();
    card?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  useEffect(() => keys.start(), [keys]);

  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const action = meantBy(event, keyMap);
      if (action === null) return;
      if (action === 'help') setListed(true);
      else if (action === 'refresh') source.refresh();
      else if (action === 'leave') {
        if (!leave()) return;
      } else {
        // From where the focus is: what was chosen may not have been drawn yet when keys come fast.
        const at = document.activeElement?.closest<HTMLElement>('[data-ticket]');
        // The first key only shows where one is.
        focus(at == null ? current : stepTo(drawn(), at.dataset['ticket'] ?? null, action));
      }
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });

  /** The card first, then the board where it stands over a page; false: nothing to leave. */
  function leave(): boolean {
    // The dialog closes itself.
    if (listed) return false;
    const at = document.activeElement;
    if (at instanceof HTMLElement && at !== document.body) at.blur();
    else if (source.framed) source.close();
    else return false;
    return true;
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
        onKeys={() => setListed(true)}
        onClose={source.framed ? () => source.close() : undefined}
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
              framed={source.framed}
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
      {view?.state === 'shown' && <Foot view={view} problem={problem} keys={keyMap} />}
      {listed && (
        <KeysDialog
          keys={keys}
          actions={boardKeys}
          fixed={[
            [['←', '↓', '↑', '→'], i18n.t('board.key.move')],
            [['Home', 'End'], i18n.t('board.key.ends')],
            [['Enter'], i18n.t('board.key.opens')],
            [['Esc'], i18n.t(source.framed ? 'board.key.leavesBoard' : 'board.key.leaves')],
          ]}
          onClose={() => setListed(false)}
        />
      )}
    </main>
  );
}
