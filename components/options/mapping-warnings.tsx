import { TriangleAlert } from 'lucide';
import { i18n } from '#i18n';
import type { MappingLineView } from '../../sync/protocol/administration';
import type { UnfitReason } from '../../sync/protocol/mapping-check';
import type { FieldMeta, Side } from '../../sync/types';
import { count } from '../ui/format';
import { Icon } from '../ui/icon';
import { isProblem, oneWay, type Warning } from './mapping-draft';

export interface Shown {
  readonly target: Side;
  readonly why: UnfitReason;
}

interface MappingWarningsProps {
  desk: FieldMeta;
  crm: FieldMeta | undefined;
  line: MappingLineView | undefined;
  warnings: readonly Warning[];
  onShow: (what: Shown) => void;
  /** What does not fit is left empty from now on, or fails again. */
  onLeave: (warning: Warning | null) => void;
  onValues: () => void;
}

/** What stands under a line that real records do not fit, with the ways out. */
export function MappingWarnings(props: MappingWarningsProps) {
  const { desk, crm, line, warnings, onShow, onLeave, onValues } = props;
  const named = <span class="vh">: {desk.label}</span>;
  const target = oneWay(line);
  const mayLeave = target !== null && !(target === 'desk' ? desk : crm)?.mandatory;
  return (
    <>
      {warnings.map((warning) => {
        const records = recordsOf(warning);
        return (
          <tr
            class={isProblem(warning) ? 'prob' : 'prob calm'}
            key={warning.type === 'mandatory' ? 'm' : warning.type + warning.side}
          >
            <td colSpan={4}>
              <div class="row">
                {isProblem(warning) && <Icon of={TriangleAlert} small class="amber" />}
                <span>
                  {words(warning)}{' '}
                  {records !== null && (
                    <button
                      class="link"
                      type="button"
                      onClick={() => onShow({ target: records.target, why: records.why })}
                    >
                      {i18n.t('mapping.showRecords', records.of, { count: count(records.of) })}
                      {named}
                    </button>
                  )}
                  {warning.type === 'values' && (
                    <button class="link" type="button" onClick={onValues}>
                      {i18n.t('mapping.pairValues')}
                      {named}
                    </button>
                  )}
                  {mayLeave && (warning.type === 'failing' || warning.type === 'values') && (
                    <button class="link" type="button" onClick={() => onLeave(warning)}>
                      {i18n.t('mapping.leaveEmpty')}
                      {named}
                    </button>
                  )}
                  {warning.type === 'left' && (
                    <button class="link" type="button" onClick={() => onLeave(null)}>
                      {i18n.t('mapping.letFail')}
                      {named}
                    </button>
                  )}
                </span>
              </div>
            </td>
          </tr>
        );
      })}
    </>
  );
}

/** The records that a warning counts; null where it counts none. */
function recordsOf(warning: Warning): (Shown & { readonly of: number }) | null {
  if (warning.type === 'failing')
    return { target: warning.side, why: 'failing', of: warning.failing };
  if (warning.type === 'empty') return { target: warning.side, why: 'empty', of: warning.empty };
  if (warning.type !== 'values') return null;
  const of = warning.missing.reduce((sum, { records }) => sum + (records ?? 0), 0);
  return of === 0 ? null : { target: warning.side, why: 'missing', of };
}

function words(warning: Warning): string {
  if (warning.type === 'mandatory') return i18n.t('mapping.warn.mandatory');
  const side = i18n.t(`side.${warning.side}`);
  const source = i18n.t(`side.${warning.side === 'desk' ? 'crm' : 'desk'}`);
  switch (warning.type) {
    case 'failing':
      return i18n.t('mapping.warn.failing', warning.failing, {
        count: count(warning.failing),
        of: count(warning.of),
        source,
        examples: warning.examples.map(quoted).join(', '),
      });
    case 'empty':
      return i18n.t('mapping.warn.empty', warning.empty, {
        count: count(warning.empty),
        of: count(warning.of),
        source,
        side,
      });
    case 'left':
      return i18n.t('mapping.warn.left', { side });
    case 'length':
      return i18n.t(warning.looked ? 'mapping.warn.lengthFits' : 'mapping.warn.length', {
        side,
        source,
        from: count(warning.from),
        to: count(warning.to),
      });
    case 'values':
      return i18n.t('mapping.warn.values', warning.missing.length, {
        count: count(warning.missing.length),
        side,
        values: warning.missing
          .slice(0, 5)
          .map(({ value, records }) =>
            records === null
              ? quoted(value)
              : i18n.t('mapping.warn.used', records, {
                  value: quoted(value),
                  count: count(records),
                }),
          )
          .join(', '),
      });
  }
}

/** Foreign text inside a sentence keeps its writing direction to itself. */
const quoted = (text: string): string => `\u2068${text}\u2069`;
