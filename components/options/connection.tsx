import { ChevronRight } from 'lucide';
import { i18n } from '#i18n';
import type { CreditStatus, StatusView } from '../../sync/protocol';
import { count, date, exact, lately } from '../ui/format';
import { Icon } from '../ui/icon';
import { zohoHosts } from './data-centre';

export function Credits({ credits }: { credits: readonly CreditStatus[] }) {
  return (
    <div>
      <div class="blk-h">
        <h2>{i18n.t('credits.title')}</h2>
      </div>
      <dl class="cred">
        {credits.map((credit) => (
          <Credit key={credit.side} credit={credit} />
        ))}
      </dl>
    </div>
  );
}

/** Used, left, and of that the agents' part. */
function Credit({ credit: { side, used, left, reserve } }: { credit: CreditStatus }) {
  const all = left === null ? 0 : used + left;
  const part = (credits: number): number => (all === 0 ? 0 : Math.round((credits / all) * 100));
  const kept = Math.min(reserve, left ?? reserve);
  return (
    <div>
      <dt>{i18n.t(`side.${side}`)}</dt>
      <dd class="num">
        <b class="mid">{count(used)}</b> <span class="muted">{i18n.t('credits.used')}</span>
      </dd>
      {all > 0 && (
        <dd class="w">
          <span
            class="meter"
            role="img"
            aria-label={i18n.t('credits.meter', {
              percent: count(part(used)),
              kept: count(part(kept)),
            })}
          >
            <i style={{ inlineSize: `${part(used)}%` }} />
            <i class="soft" style={{ inlineSize: `${part(kept)}%` }} />
          </span>
        </dd>
      )}
      <dd class="w muted small num">
        {left === null
          ? side === 'crm' && i18n.t('credits.leftUnknown')
          : i18n.t('credits.left', { count: count(left), kept: count(kept) })}
      </dd>
    </div>
  );
}

interface ConnectionProps {
  connection: NonNullable<StatusView['connection']>;
  now: number;
}

export function Connection({ connection, now }: ConnectionProps) {
  const { deskName, crmName, userName, dataCentre, connectedAt, lastSuccessAt, scopes } =
    connection;
  return (
    <div>
      <div class="blk-h">
        <h2>{i18n.t('connection.title')}</h2>
      </div>
      <dl class="plain">
        <dt>{i18n.t('side.desk')}</dt>
        <dd dir="auto">{deskName}</dd>
        <dt>{i18n.t('side.crm')}</dt>
        <dd dir="auto">{crmName}</dd>
        <dt>{i18n.t('connection.as')}</dt>
        <dd dir="auto">{userName}</dd>
        <dt>{i18n.t('connection.dataCentre')}</dt>
        <dd>{zohoHosts[dataCentre]}</dd>
        <dt>{i18n.t('connection.since')}</dt>
        <dd>
          <time title={exact(connectedAt)}>{date(connectedAt, now)}</time>
        </dd>
        <dt>{i18n.t('connection.lastSuccess')}</dt>
        <dd>
          {lastSuccessAt === null ? (
            i18n.t('connection.never')
          ) : (
            <time title={exact(lastSuccessAt)}>{lately(lastSuccessAt, now)}</time>
          )}
        </dd>
        <dt>{i18n.t('connection.scopes')}</dt>
        <dd>
          <details>
            <summary>
              {i18n.t('connection.scopesCount', scopes.length, { count: count(scopes.length) })}
              <Icon of={ChevronRight} small class="flip" />
            </summary>
            <ul>
              {scopes.map((scope) => (
                <li key={scope}>{scope}</li>
              ))}
            </ul>
          </details>
        </dd>
      </dl>
    </div>
  );
}
