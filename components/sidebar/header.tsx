import {
  AppWindow,
  ArrowUpRight,
  ChevronsDownUp,
  ChevronsUpDown,
  Columns3,
  Keyboard,
  Link,
  PanelRight,
  Unlink,
  PanelRightClose,
  PictureInPicture2,
  Settings,
  Users,
} from 'lucide';
import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { i18n } from '#i18n';
import { Brand } from '../ui/brand';
import { ExternalLink } from '../ui/external-link';
import { initials } from '../ui/format';
import { Icon } from '../ui/icon';
import { Menu, type MenuEntry } from '../ui/menu';
import { safeHref } from '../ui/safe-href';
import { sectionNames } from '../state/view-store';
import { useAdding } from './adding';
import { LinkDialog, type LinkQuestion } from './link-dialogs';
import { Panel } from './panel';

/** Stands where a name would stand. */
export const nobody = 'Tandem';

interface Found {
  readonly linked: boolean;
  /** What is asked about the link now. */
  readonly question: LinkQuestion | null;
  ask(question: LinkQuestion | null): void;
}

interface HeaderProps {
  /** Empty while it is not known. */
  name: string;
  below: ComponentChildren;
  /** Null: there is nothing to open yet; undefined: there will be none. */
  url?: string | null | undefined;
  onKeys: () => void;
  onChooseAnother?: (() => void) | undefined;
  /** How the customer was found, where they may be linked by hand; undefined where nobody is shown. */
  found?: Found | undefined;
  children?: ComponentChildren;
}

/** Who it is, and what can be done with the panel. */
export function Header({
  name,
  below,
  url,
  onKeys,
  onChooseAnother,
  found,
  children,
}: HeaderProps) {
  const { collapse, hosted } = useContext(Panel);
  return (
    <header class="sb-head">
      <div class="sb-id">
        <span class="av" aria-hidden="true">
          {name === '' ? '' : name === nobody ? <Brand /> : initials(name)}
        </span>
        <div class="who">
          <h1 title={name}>
            {name === '' ? (
              <span class="sk" style="inline-size:120px">
                <span class="vh">{i18n.t('footer.reading')}</span>
              </span>
            ) : (
              <bdi>{name}</bdi>
            )}
          </h1>
          <p>{below}</p>
        </div>
        <div class="acts">
          {url !== undefined && <OpenInCrm url={url} />}
          <PanelMenu name={name} found={found} onKeys={onKeys} onChooseAnother={onChooseAnother} />
          {hosted && (
            <button
              class="ib flip"
              type="button"
              aria-label={i18n.t('sidebar.collapse')}
              title={i18n.t('sidebar.collapse')}
              onClick={() => collapse(true)}
            >
              <Icon of={PanelRightClose} />
            </button>
          )}
        </div>
      </div>
      {children}
    </header>
  );
}

function OpenInCrm({ url }: { url: string | null }) {
  const label = i18n.t('sidebar.openInCrm');
  if (url === null || safeHref(url) === null)
    return (
      <button class="ib flip" type="button" aria-label={label} title={label} disabled>
        <Icon of={ArrowUpRight} />
      </button>
    );
  return (
    <ExternalLink to={url} class="ib flip" label={label} title={label}>
      <Icon of={ArrowUpRight} />
    </ExternalLink>
  );
}

type PanelMenuProps = Pick<HeaderProps, 'name' | 'found' | 'onKeys' | 'onChooseAnother'>;

function PanelMenu({ name, found, onKeys, onChooseAnother }: PanelMenuProps) {
  const { adding } = useAdding();
  const { view, fold, hosted, float, openPanel, openBoard, openOptions } = useContext(Panel);
  const anyOpen = sectionNames.some((section) => view.open[section]);
  const entries: MenuEntry[] = [
    {
      label: i18n.t(anyOpen ? 'sidebar.foldAll' : 'sidebar.openAll'),
      icon: anyOpen ? ChevronsDownUp : ChevronsUpDown,
      act: () => sectionNames.forEach((section) => fold(section, !anyOpen)),
    },
    ...(hosted
      ? [
          {
            label: i18n.t(view.floating ? 'sidebar.dock' : 'sidebar.float'),
            icon: view.floating ? PanelRight : PictureInPicture2,
            act: () => float(!view.floating),
          },
        ]
      : []),
    ...(openPanel === undefined
      ? []
      : [{ label: i18n.t('sidebar.inPanel'), icon: AppWindow, act: openPanel }]),
    { label: i18n.t('sidebar.board'), icon: Columns3, act: openBoard },
    { label: i18n.t('keys.title'), icon: Keyboard, act: onKeys },
    { label: i18n.t('sidebar.settings'), icon: Settings, act: openOptions },
  ];
  if (onChooseAnother !== undefined)
    entries.unshift({ label: i18n.t('sidebar.chooseAnother'), icon: Users, act: onChooseAnother });
  if (adding !== null && found !== undefined) {
    const ask = (which: LinkQuestion) => (): void => found.ask(which);
    entries.push({ label: i18n.t('linking.another'), icon: Link, act: ask('another') });
    if (found.linked)
      entries.push({ label: i18n.t('linking.unlink'), icon: Unlink, act: ask('unlink') });
  }
  return (
    <>
      <Menu entries={entries} />
      {found !== undefined && found.question !== null && (
        <LinkDialog question={found.question} name={name} onClose={() => found.ask(null)} />
      )}
    </>
  );
}
