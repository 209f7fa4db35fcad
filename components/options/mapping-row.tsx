import { ArrowLeft, ArrowLeftRight, ArrowRight, Minus, type IconNode } from 'lucide';
import { i18n } from '#i18n';
import type { MappingLineView, SampleView } from '../../sync/protocol/administration';
import type { FieldDirection } from '../../sync/types/settings';
import type { FieldMeta } from '../../sync/types';
import { Icon } from '../ui/icon';
import { Menu } from '../ui/menu';
import { problemText } from '../ui/problem-text';
import { FieldPicker } from './field-picker';
import { typeWords } from './field-words';
import type { Warning } from './mapping-draft';
import { MappingWarnings, type Shown } from './mapping-warnings';

export const directionIcons: Readonly<Record<FieldDirection, IconNode>> = {
  both: ArrowLeftRight,
  toDesk: ArrowLeft,
  toCrm: ArrowRight,
  off: Minus,
};

export interface MappingRowProps {
  desk: FieldMeta;
  crm: FieldMeta | undefined;
  line: MappingLineView | undefined;
  ways: readonly FieldDirection[];
  warnings: readonly Warning[];
  suggestion: { readonly crm: FieldMeta; readonly because: 'sameName' | 'likeName' } | undefined;
  sample: SampleView['rows'][number] | undefined;
  fitting: () => readonly FieldMeta[];
  others: () => readonly (readonly [FieldMeta, string])[];
  onField: (name: string | null) => void;
  onDirection: (direction: FieldDirection) => void;
  onValues: () => void;
  onShow: (what: Shown) => void;
  onLeave: (warning: Warning | null) => void;
}

export function MappingRow(props: MappingRowProps) {
  const { desk, crm, line, ways, warnings, suggestion, sample } = props;
  const direction = line?.direction ?? 'off';
  return (
    <>
      <tr>
        <td>
          <span class="fl">
            <span class="mid">{desk.label}</span>
            {(desk.mandatory || crm?.mandatory === true) && (
              <span class="req">{i18n.t('mapping.required')}</span>
            )}
            <span class="ty">{typeWords(desk)}</span>
          </span>
        </td>
        <td class="d">
          <Menu
            icon={directionIcons[direction]}
            label={i18n.t('mapping.directionOf', {
              field: desk.label,
              direction: i18n.t(`fieldDirection.${direction}`),
            })}
            disabled={line === undefined}
            entries={[...ways, 'off' as const].map((way) => ({
              label: i18n.t(`fieldDirection.${way}`),
              icon: directionIcons[way],
              act: () => props.onDirection(way),
            }))}
          />
        </td>
        <td data-l={i18n.t('mapping.crmField')}>
          <FieldPicker
            label={i18n.t('mapping.crmFieldFor', { field: desk.label })}
            value={crm}
            fitting={props.fitting}
            others={props.others}
            onChoose={props.onField}
          />
          {suggestion !== undefined && (
            <span class="sug">
              <button
                class="link small"
                type="button"
                onClick={() => props.onField(suggestion.crm.name)}
              >
                {i18n.t('mapping.useSuggestion', { field: suggestion.crm.label })}
              </button>{' '}
              <span class="muted small">{i18n.t(`mapping.because.${suggestion.because}`)}</span>
            </span>
          )}
        </td>
        <td class="s" data-l={i18n.t('mapping.sample')}>
          {sample !== undefined && <Sample row={sample} />}
        </td>
      </tr>
      <MappingWarnings
        desk={desk}
        crm={crm}
        line={line}
        warnings={warnings}
        onShow={props.onShow}
        onLeave={props.onLeave}
        onValues={props.onValues}
      />
    </>
  );
}

function Sample({ row }: { row: SampleView['rows'][number] }) {
  if (row.problem !== null) return <span class="red">{problemText(row.problem)}</span>;
  if (row.from === row.to)
    return row.to === null ? (
      <span class="muted">{i18n.t('conflicts.empty')}</span>
    ) : (
      <bdi>{row.to}</bdi>
    );
  return (
    <>
      <bdi class="muted">{row.from ?? i18n.t('conflicts.empty')}</bdi>{' '}
      <Icon of={ArrowRight} small class="flip" /> <bdi>{row.to ?? i18n.t('conflicts.empty')}</bdi>
    </>
  );
}
