import { ChevronRight, CircleAlert, GitCompare } from 'lucide';
import { i18n } from '#i18n';
import type { StatusView } from '../../sync/protocol';
import { count } from '../ui/format';
import { Icon } from '../ui/icon';

/** What waits for a person. */
export function Needs({ status: { failures, conflicts, topFailures } }: { status: StatusView }) {
  const first = topFailures[0];
  const number = Number(failures > 0) + Number(conflicts > 0);
  return (
    <section class="blk">
      <div class="blk-h">
        <h2>{i18n.t('needs.title')}</h2>
        <span class="muted num">{number === 0 ? i18n.t('needs.nothing') : count(number)}</span>
      </div>
      {number > 0 && (
        <ul class="need">
          {failures > 0 && (
            <li>
              <Icon of={CircleAlert} class="amber" />
              <span>
                <a class="mid" href="#failures">
                  {i18n.t('needs.failures', failures, { count: count(failures) })}
                </a>
                {first !== undefined && (
                  <span class="muted">
                    {i18n.t('needs.ofThem', {
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
