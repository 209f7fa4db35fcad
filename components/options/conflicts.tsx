import './conflicts.css';
import { Check, Pin, X } from 'lucide';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ConflictView } from '../../sync/protocol/administration';
import type { Problem, Side } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { useQuery } from '../state/use-query';
import { ChoiceBar } from '../ui/choice-bar';
import { count } from '../ui/format';
import { Menu, type MenuEntry } from '../ui/menu';
import { Notice } from '../ui/notice';
import { useNow } from '../ui/use-now';
import { ConflictSide } from './conflict-side';
import { Unanswered } from './unanswered';

/** What both sides had changed: which value stands, and a person's word on it (LOG-3). */
export function Conflicts({ client }: { client: Client }) {
  const now = useNow();
  const [show, setShow] = useState<'open' | 'asked'>('open');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const log = useQuery(client, 'conflicts.get', undefined);

  async function decide(conflict: ConflictView, side: Side, always: boolean): Promise<void> {
    setBusy(true);
    setProblem(null);
    const answer = await ask(client, 'conflicts.decide', { id: conflict.id, side, always });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    const words = always ? 'conflicts.decidedAlways' : 'conflicts.decided';
    setSaid(i18n.t(words, { title: conflict.title, field: conflict.field, side: sideName(side) }));
    log.again();
  }

  async function dismiss(id: string | null): Promise<void> {
    setBusy(true);
    setProblem(null);
    const answer = await ask(client, 'conflicts.dismiss', { id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    setSaid(i18n.t('conflicts.dismissed'));
    log.again();
  }

  const { value } = log;
  if (value === null) return <Unanswered problem={log.problem} again={log.again} />;
  const asked = value.open.filter(({ kept }) => kept === null);
  const rows = show === 'asked' ? asked : value.open;
  return (
    <div class="op-in">
      <header class="op-h">
        <div>
          <h1>{i18n.t('nav.conflicts')}</h1>
          <p>{i18n.t('conflicts.lead')}</p>
        </div>
        <div class="acts">
          <button
            class="btn"
            type="button"
            disabled={busy || value.of === asked.length}
            onClick={() => void dismiss(null)}
          >
            {i18n.t('conflicts.dismissAll')}
          </button>
        </div>
      </header>
      {problem !== null && (
        <Notice tone="red" title={i18n.t('actions.failed')}>
          <span>{problem.message}</span>
        </Notice>
      )}
      <output class="said muted small">{said}</output>
      <div class="bar">
        <ChoiceBar
          label={i18n.t('show')}
          value={show}
          onChoose={setShow}
          choices={[
            { value: 'open', label: i18n.t('conflicts.open'), count: value.of },
            { value: 'asked', label: i18n.t('conflicts.youDecide'), count: asked.length },
          ]}
        />
      </div>
      {rows.length === 0 ? (
        <p class="empty">{i18n.t('conflicts.none')}</p>
      ) : (
        <table class="table cf stack" aria-label={i18n.t('nav.conflicts')}>
          <thead>
            <tr>
              <th scope="col">{i18n.t('failures.record')}</th>
              <th scope="col">{i18n.t('conflicts.field')}</th>
              <th scope="col">{i18n.t('side.crm')}</th>
              <th scope="col">{i18n.t('side.desk')}</th>
              <th scope="col">
                <span class="vh">{i18n.t('more')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((conflict) => (
              <tr key={conflict.id}>
                <td>
                  <span class="name" title={conflict.title}>
                    <bdi>{conflict.title}</bdi>
                  </span>
                  <span class="muted small sub2">{i18n.t(`one.${conflict.kind}`)}</span>
                </td>
                <td data-l={i18n.t('conflicts.field')}>{conflict.field}</td>
                {(['crm', 'desk'] as const).map((side) => (
                  <td key={side} data-l={i18n.t(`side.${side}`)}>
                    <ConflictSide
                      conflict={conflict}
                      side={side}
                      now={now}
                      busy={busy}
                      onUse={() => void decide(conflict, side, false)}
                    />
                  </td>
                ))}
                <td class="act">
                  <Menu
                    label={i18n.t('conflicts.moreFor', {
                      title: conflict.title,
                      field: conflict.field,
                    })}
                    entries={entries(conflict)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {value.of > value.open.length && (
        <p class="muted small">
          {i18n.t('conflicts.first', {
            shown: count(value.open.length),
            of: count(value.of),
          })}
        </p>
      )}
      <p class="muted small rule">{i18n.t(`conflicts.rule.${value.policy}`)}</p>
    </div>
  );

  function entries(conflict: ConflictView): MenuEntry[] {
    const always = (side: Side): MenuEntry => ({
      label: i18n.t('conflicts.always', { side: sideName(side) }),
      icon: conflict.rule === side ? Check : Pin,
      act: () => void decide(conflict, side, true),
    });
    return [
      always('crm'),
      always('desk'),
      {
        label: i18n.t('conflicts.dismiss'),
        icon: X,
        act: () => void dismiss(conflict.id),
      },
    ];
  }
}

function sideName(side: Side): string {
  return i18n.t(`side.${side}`);
}
