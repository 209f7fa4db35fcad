import { i18n } from '#i18n';
import type { ModuleStatus } from '../../sync/protocol';
import { count, exact, lately } from '../ui/format';

const numbers = ['linked', 'waiting', 'failed'] as const;

export function Records({ modules, now }: { modules: readonly ModuleStatus[]; now: number }) {
  return (
    <section class="blk">
      <div class="blk-h">
        <h2 id="records">{i18n.t('records.title')}</h2>
      </div>
      <table class="table stack" aria-labelledby="records">
        <thead>
          <tr>
            <th scope="col">{i18n.t('records.module')}</th>
            {numbers.map((name) => (
              <th scope="col" class="n" key={name}>
                {i18n.t(`records.${name}`)}
              </th>
            ))}
            <th scope="col">{i18n.t('preferences.type')}</th>
            <th scope="col">{i18n.t('records.lastChange')}</th>
          </tr>
        </thead>
        <tbody>
          {modules.map((module) => (
            <tr key={module.kind}>
              <th scope="row">{i18n.t(`kind.${module.kind}`)}</th>
              {numbers.map((name) => (
                <td
                  key={name}
                  class={module[name] === 0 && name !== 'linked' ? 'n muted' : 'n'}
                  data-l={i18n.t(`records.${name}`)}
                >
                  {count(module[name])}
                </td>
              ))}
              <td data-l={i18n.t('preferences.type')}>
                {module.syncType !== null && i18n.t(`preferences.syncType.${module.syncType}`)}
              </td>
              <td data-l={i18n.t('records.lastChange')}>
                {module.lastChangeAt === null ? (
                  <span class="muted">{i18n.t('records.never')}</span>
                ) : (
                  <time title={exact(module.lastChangeAt)}>{lately(module.lastChangeAt, now)}</time>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
