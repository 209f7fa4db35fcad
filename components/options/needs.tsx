import { ChevronRight, CircleAlert, GitCompare, Hand } from 'lucide';
import { i18n } from '#i18n';
import type { StatusView } from '../../sync/protocol';
import { count } from '../ui/format';
import { Icon } from '../ui/icon';

interface NeedsProps {
  status: StatusView;
  busy: boolean;
  onConfirm: (hash: string) => void;
}

/** What waits for a person. */
export function Needs({ status, busy, onConfirm }: NeedsProps) {
  const { failures, conflicts, topFailures, held } = status;
  const first = topFailures[0];
  const number = Number(held !== null) + Number(failures > 0) + Number(conflicts > 0);
  return (
    <section class="blk">
      <div class="blk-h">
        <h2>{i18n.t('needs.title')}</h2>
        <span class="muted num">{number === 0 ? i18n.t('needs.nothing') : count(number)}</span>
      </div>
      {number > 0 && (
        <ul class="need">
          {held !== null && <Held held={held} busy={busy} onConfirm={onConfirm} />}
          {failures > 0 && (
            <li>
              <Icon of={CircleAlert} class="amber" />
              <span>
                <a class="mid" href="#failures">
                  {i18n.t('needs.failures', failures, { count: count(failures) })}
                </a>
                {first !== undefined && (
                  <span class="muted">
                    {first.records === failures
                      ? first.problem.message
                      : i18n.t('needs.ofThem', {
                          count: count(first.records),
                          reason: first.problem.message,
                        })}
                  </span>
                )}
              </span>
              <Reasons of={topFailures} />
            </li>
          )}
          {conflicts > 0 && (
            <li>
              <Icon of={GitCompare} />
              <span>
                <a class="mid" href="#conflicts">
                  {i18n.t('needs.conflicts', conflicts, { count: count(conflicts) })}
                </a>
                <span class="muted">{i18n.t('needs.conflictsLead')}</span>
              </span>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

/** A plan that stopped to ask: what it would do, to whom, and the one button that lets it. */
function Held({
  held,
  busy,
  onConfirm,
}: {
  held: NonNullable<StatusView['held']>;
  busy: boolean;
  onConfirm: (hash: string) => void;
}) {
  const all = held.counts.reduce((sum, { records }) => sum + records, 0);
  return (
    <li>
      <Icon of={Hand} class="amber" />
      <span>
        <span class="mid">{i18n.t('needs.held.title')}</span>
        <span class="muted">{i18n.t('needs.held.lead')}</span>
      </span>
      <button class="btn sm" type="button" disabled={busy} onClick={() => onConfirm(held.hash)}>
        {i18n.t('needs.held.confirm', all, { count: count(all) })}
      </button>
      <details>
        <summary>
          {i18n.t('needs.held.records')}
          <Icon of={ChevronRight} small class="flip" />
        </summary>
        <ul>
          {held.counts.map(({ kind, action, side, records }) => (
            <li key={`${kind}${action}${side}`}>
              <span class="num mid">{count(records)}</span>
              <span>{`${i18n.t(`kind.${kind}`)} · ${deed(action, side)}`}</span>
            </li>
          ))}
          {held.rows.map(({ pairKey, action, side, title }) => (
            <li key={`${pairKey}${action}`}>
              <bdi>{title}</bdi>
              <span class="muted">{deed(action, side)}</span>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

function deed(
  action: NonNullable<StatusView['held']>['rows'][number]['action'],
  side: NonNullable<StatusView['held']>['rows'][number]['side'],
): string {
  const word = i18n.t(`needs.held.action.${action}`);
  return side === null ? word : i18n.t('needs.held.deed', { word, side: i18n.t(`side.${side}`) });
}

function Reasons({ of }: { of: StatusView['topFailures'] }) {
  if (of.length < 2) return null;
  return (
    <details>
      <summary>
        {i18n.t('needs.reasons')}
        <Icon of={ChevronRight} small class="flip" />
      </summary>
      <ul>
        {of.map(({ problem, records }) => (
          <li key={problem.code}>
            <span class="num mid">{count(records)}</span>
            <span>{problem.message}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
