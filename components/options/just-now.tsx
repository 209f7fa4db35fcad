import { i18n } from '#i18n';
import type { Recent } from '../../sync/types/runs';
import { reasonWords } from './failure-words';
import { count, exact, precise } from '../ui/format';

/** The records that a run under way has just dealt with. Its place is kept from the beginning. */
export function JustNow({ latest }: { latest: readonly Recent[] }) {
  return (
    <section class="blk">
      <div class="blk-h">
        <h2 id="just-now">{i18n.t('firstSync.latest')}</h2>
      </div>
      <table class="table latest" aria-labelledby="just-now">
        <tbody>
          {latest.map((recent, at) => (
            // Lines have no names of their own: the newest takes the first place.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={at}>
              <td class="muted num">
                <time title={exact(recent.at)}>{precise(recent.at)}</time>
              </td>
              <td class="mid">
                <bdi title={recent.title}>{recent.title}</bdi>
              </td>
              <td class={recent.action === 'fail' ? 'red' : ''}>
                {words(recent)}
                {recent.action === 'fail' && (
                  <>
                    {' '}
                    <a class="link" href="#failures">
                      {i18n.t('firstSync.show')}
                      <span class="vh">: {recent.title}</span>
                    </a>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function words({ action, side, fields, failed }: Recent): string {
  if (action === 'fail')
    return i18n.t('firstSync.did.fail', {
      reason: failed === undefined ? '' : reasonWords(failed.reason, failed.problem).title,
    });
  if (side === null) return i18n.t(`firstSync.did.${action}`);
  const done = i18n.t(`firstSync.did.${action}`);
  const where = i18n.t(`preview.in.${side}`);
  return action === 'update'
    ? i18n.t('firstSync.didFields', fields, { done, where, count: count(fields) })
    : i18n.t('firstSync.didIn', { done, where });
}
