import { i18n } from '#i18n';
import type { MappingLineView } from '../../sync/protocol/administration';
import type { FieldMeta, Kind } from '../../sync/types';
import type { Client } from '../state/client';
import { useQuery } from '../state/use-query';
import { Dialog } from '../ui/dialog';
import { count } from '../ui/format';
import type { Shown } from './mapping-warnings';
import { Unanswered } from './unanswered';

interface UnfitDialogProps {
  client: Client;
  kind: Kind;
  lines: readonly MappingLineView[];
  desk: FieldMeta;
  shown: Shown;
  onClose: () => void;
}

/** The records behind a warning of the mapping, with the value that does not fit. */
export function UnfitDialog({ client, kind, lines, desk, shown, onClose }: UnfitDialogProps) {
  const { target, why } = shown;
  const query = useQuery(
    client,
    'mapping.unfit',
    { kind, lines, desk: desk.name, target, why },
    [],
  );
  const source = i18n.t(`side.${target === 'desk' ? 'crm' : 'desk'}`);
  const { value } = query;
  return (
    <Dialog
      title={i18n.t('mapping.unfitTitle', { field: desk.label, source })}
      onClose={onClose}
      wide
    >
      {value === null && query.problem === null && (
        <p class="empty">{i18n.t('mapping.unfitReading')}</p>
      )}
      {query.problem !== null && <Unanswered problem={query.problem} again={query.again} />}
      {value !== null && value.rows.length < value.of && (
        <p class="muted small">
          {i18n.t('mapping.unfitFirst', { shown: count(value.rows.length), of: count(value.of) })}
        </p>
      )}
      {value !== null && (
        // Scrolled by keyboard as well.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div class="unfit" tabIndex={0}>
          <table
            class="table"
            aria-label={i18n.t('mapping.unfitTitle', { field: desk.label, source })}
          >
            <thead>
              <tr>
                <th scope="col">{i18n.t(`one.${kind}`)}</th>
                <th scope="col">{i18n.t('mapping.unfitValue', { source })}</th>
              </tr>
            </thead>
            <tbody>
              {value.rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    {row.title === '' ? <span class="num">{row.id}</span> : <bdi>{row.title}</bdi>}
                  </th>
                  <td>
                    {row.value === null ? (
                      <span class="muted">{i18n.t('conflicts.empty')}</span>
                    ) : (
                      <bdi>{row.value}</bdi>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <form method="dialog" class="dlg-acts">
        <button class="btn" autofocus>
          {i18n.t('close')}
        </button>
      </form>
    </Dialog>
  );
}
