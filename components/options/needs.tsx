import { ChevronRight, CircleAlert, Eye, GitCompare, Hand } from 'lucide';
import { i18n } from '#i18n';
import type { HeldView, LookView, StatusView } from '../../sync/protocol';
import { count } from '../ui/format';
import { Icon } from '../ui/icon';
import { problemText } from '../ui/problem-text';

interface NeedsProps {
  status: StatusView;
  onLook: () => void;
}

/** What waits for a person. */
export function Needs({ status, onLook }: NeedsProps) {
  const { failures, conflicts, topFailures, held, look } = status;
  const waits = look?.state === 'making' || look?.state === 'ready' ? look.state : null;
  const first = topFailures[0];
  const number = [held !== null, waits !== null, failures > 0, conflicts > 0].filter(
    Boolean,
  ).length;
  return (
    <section class="blk">
      <div class="blk-h">
        <h2>{i18n.t('needs.title')}</h2>
        <span class="muted num">{number === 0 ? i18n.t('needs.nothing') : count(number)}</span>
      </div>
      {number > 0 && (
        <ul class="need">
          {held !== null && <Held held={held} onLook={onLook} />}
          {waits !== null && <Look state={waits} />}
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
                      ? problemText(first.problem)
                      : i18n.t('needs.ofThem', {
                          count: count(first.records),
                          reason: problemText(first.problem),
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

/** A plan that stopped to ask. */
function Held({ held, onLook }: { held: HeldView; onLook: () => void }) {
  const all = held.counts.reduce((sum, { records }) => sum + records, 0);
  return (
    <li>
      <Icon of={Hand} class="amber" />
      <span>
        <span class="mid">{i18n.t('needs.held.title')}</span>
        <span class="muted">
          {i18n.t(held.dismissedAt === null ? 'needs.held.lead' : 'needs.held.dismissed')}
        </span>
        <button class="btn sm" type="button" onClick={onLook}>
          {i18n.t('needs.held.look', all, { count: count(all) })}
        </button>
      </span>
    </li>
  );
}

/** A plan that a person asked for and has not answered. */
function Look({ state }: { state: LookView['state'] }) {
  return (
    <li>
      <Icon of={Eye} />
      <span>
        <a class="mid" href="#configuration/preview">
          {i18n.t(state === 'making' ? 'needs.look.making' : 'needs.look.ready')}
        </a>
        <span class="muted">{i18n.t('needs.look.lead')}</span>
      </span>
    </li>
  );
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
            <span>{problemText(problem)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
