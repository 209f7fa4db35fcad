import { i18n } from '#i18n';
import type { CustomerType } from '../../sync/types';

const ring = { cx: 5, cy: 5, r: 4.25, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 };

/** The shape says the type, so that colour need not: full, half, ring, dashed ring. */
export function TypeShape({ type }: { type: CustomerType }) {
  return (
    <svg viewBox="0 0 10 10" aria-hidden="true">
      {type === 'customer' && <circle cx="5" cy="5" r="5" fill="currentColor" />}
      {type !== 'customer' && (
        <circle {...ring} stroke-dasharray={type === 'new' ? '1.9 1.44' : 'none'} />
      )}
      {type === 'potential' && <path d="M5 .75a4.25 4.25 0 0 1 0 8.5z" fill="currentColor" />}
    </svg>
  );
}

export function typeName(type: CustomerType, module?: string): string {
  return type === 'contact' && module === 'Leads' ? i18n.t('type.lead') : i18n.t(`type.${type}`);
}

interface TypeSignProps {
  type: CustomerType;
  module?: string | undefined;
  /** No more is known than that they are in CRM. */
  presence?: boolean;
}

export function TypeSign({ type, module, presence = false }: TypeSignProps) {
  return (
    <span class={`type ${type}`}>
      <TypeShape type={type} />
      {presence ? i18n.t('type.inCrm') : typeName(type, module)}
    </span>
  );
}
