import './section.css';
import { ChevronDown, ChevronRight, EyeOff } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Section as SectionData } from '../../sync/protocol/profile';
import type { SectionName } from '../state/view-store';
import { ExternalLink } from '../ui/external-link';
import { count } from '../ui/format';
import { Icon } from '../ui/icon';
import { problemText } from '../ui/problem-text';
import { Panel } from './panel';

interface SectionProps<T> {
  name: SectionName;
  title: string;
  of: SectionData<T>;
  /** How many there are; null where a number says nothing. */
  number?: ((data: T) => number) | undefined;
  controls?: ((data: T) => ComponentChildren) | undefined;
  /** Stands at the end of the head, folded or not. */
  add?: ComponentChildren;
  /** What is being added: it stays whatever becomes of the list. */
  adds?: ComponentChildren;
  /** The customer's page in CRM, where more is than a list shows; null for none. */
  url?: string | null;
  children: (data: T) => ComponentChildren;
}

/** One foldable part of the profile: its data, or in one line why it is missing. */
export function Section<T>({
  name,
  title,
  of,
  number,
  controls,
  add,
  adds,
  url = null,
  children,
}: SectionProps<T>) {
  const { view, fold, refresh } = useContext(Panel);
  if (of.state === 'hidden') return <HiddenSection title={title} why={i18n.t('sidebar.hidden')} />;
  // What somebody's CRM profile keeps from them does not come by trying again.
  if (of.state === 'failed' && of.problem.code === 'zoho.noPermission')
    return <HiddenSection title={title} why={i18n.t('sidebar.forbidden')} />;
  const open = view.open[name];
  return (
    <section class="sec" data-section={name}>
      <div class="sec-h">
        <Toggle
          title={title}
          open={open}
          number={of.state === 'shown' ? number?.(of.data) : undefined}
          more={of.state === 'shown' && of.more === true}
          onToggle={() => fold(name, !open)}
        />
        {open && of.state === 'shown' && controls?.(of.data)}
        {add}
      </div>
      {open && adds}
      {open && of.state === 'shown' && children(of.data)}
      {open && of.state === 'shown' && of.more === true && (
        <p class="none">
          {i18n.t('newestOnly')} <ExternalLink to={url}>{i18n.t('sidebar.openInCrm')}</ExternalLink>
        </p>
      )}
      {open && of.state === 'failed' && (
        <p class="none">
          {problemText(of.problem)}{' '}
          <button class="link" type="button" onClick={refresh}>
            {i18n.t('tryAgain')}
          </button>
        </p>
      )}
    </section>
  );
}

interface ToggleProps {
  title: string;
  open: boolean;
  number?: number | undefined;
  /** At least so many. */
  more?: boolean;
  onToggle: () => void;
}

export function Toggle({ title, open, number, more = false, onToggle }: ToggleProps) {
  return (
    <h2>
      <button class="tog" type="button" aria-expanded={open} data-row onClick={onToggle}>
        {title}
        {number !== undefined && (
          <span class="c">{more ? `${count(number)}+` : count(number)}</span>
        )}
        {open ? <Icon of={ChevronDown} /> : <Icon of={ChevronRight} class="flip" />}
      </button>
    </h2>
  );
}

/** One grey line, not foldable: what it is that is not shown, and why. */
export function HiddenSection({ title, why }: { title: string; why: string }) {
  return (
    <section class="sec">
      <div class="sec-h hidden">
        <h2>
          <span class="tog">
            <Icon of={EyeOff} small />
            {title}
          </span>
        </h2>
        <span class="muted small">{why}</span>
      </div>
    </section>
  );
}
