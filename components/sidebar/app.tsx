import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/controls.css';
import '../ui/signs.css';
import './page.css';
import './sidebar.css';
import { Unplug } from 'lucide';
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { StoreApi } from 'zustand/vanilla';
import { i18n } from '#i18n';
import type { Problem } from '../../sync/types';
import type { ProfileView } from '../../sync/protocol/profile';
import type { ProfileStore } from '../state/profile-store';
import { useStore } from '../state/use-store';
import type { SectionName, ViewState } from '../state/view-store';
import type { KeyStore } from '../state/key-store';
import { keyActions, type KeyAction } from '../state/keys';
import { KeysDialog } from '../ui/keys-dialog';
import { Notice } from '../ui/notice';
import { TypeSign } from '../ui/type-sign';
import { useNow } from '../ui/use-now';
import { problemText } from '../ui/problem-text';
import { Adding } from './adding';
import { Failed, Hidden, NoContact, NoMatch, NoPlace, NotConnected } from './blank';
import { Chooser } from './chooser';
import { CustomerSections, Role } from './customer';
import { DeskOnly, DeskOnlyFacts } from './desk-only';
import { Facts } from './facts';
import { Footer } from './footer';
import { useFrameLook } from './frame-look';
import { Grip } from './grip';
import { Header, nobody } from './header';
import { useKeys } from './keyboard';
import type { LinkQuestion } from './link-dialogs';
import { LoadingFacts, LoadingSections } from './loading';
import { Panel, type PanelContext } from './panel';
import { Rail } from './rail';

/** States in which there is nothing to refresh. */
const silent: ReadonlySet<string | undefined> = new Set(['hidden', 'notConnected']);

interface SidebarProps {
  profile: ProfileStore;
  view: StoreApi<ViewState>;
  keys: KeyStore;
  /** Stands in a page that gives it its width. */
  hosted: boolean;
  /** Opens the browser's own panel; undefined where this is it, or there is none. */
  onPanel?: (() => void) | undefined;
}

export function Sidebar({ profile: source, view: views, keys, hosted, onPanel }: SidebarProps) {
  const { place, profile, problem } = useStore(source.store);
  const view = useStore(views);
  const now = useNow();
  const keyMap = useStore(keys.store);
  const [listed, setListed] = useState(false);
  const [question, setQuestion] = useState<LinkQuestion | null>(null);
  const [target, setTarget] = useState<SectionName | null>(null);
  const adding = useContext(Adding);
  const root = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);

  useFrameLook(source, keys, view);
  useEffect(() => keys.start(), [keys]);
  // Another customer begins at the top; the same one refreshed stays where it was read.
  useLayoutEffect(() => {
    for (const scrolled of [root.current, body.current])
      if (scrolled !== null) scrolled.scrollTop = 0;
    setQuestion(null);
  }, [place]);
  useEffect(() => {
    if (target === null || view.collapsed) return;
    const section = root.current?.querySelector<HTMLElement>(`[data-section=${target}]`);
    section?.scrollIntoView({ block: 'start' });
    section?.querySelector<HTMLElement>('[aria-expanded]')?.focus();
    setTarget(null);
  }, [target, view.collapsed]);

  const fold = (section: SectionName, open: boolean): void =>
    views.setState(({ open: all }) => ({ open: { ...all, [section]: open } }));
  function note(): void {
    if (profile?.offline === true) return;
    fold('notes', true);
    adding?.begin('note');
  }
  function act(action: KeyAction): void {
    if (action === 'help') setListed(true);
    else if (action === 'note') note();
    else if (action === 'search') setQuestion('another');
    else if (action === 'switch') source.leave();
    else if (action === 'refresh') source.refresh();
    else if (action === 'collapse' && hosted) views.setState({ collapsed: !view.collapsed });
  }

  useKeys(root, { keys: keyMap, fold, act });

  const panel: PanelContext = {
    now,
    view,
    fold,
    hosted,
    offline: profile?.offline === true,
    refresh: source.refresh,
    openOptions: source.openOptions,
    openBoard: source.openBoard,
    openPanel: onPanel,
    float: (over) => views.setState({ floating: over }),
    collapse(collapsed, at) {
      views.setState({ collapsed });
      if (at === undefined) return;
      fold(at, true);
      setTarget(at);
    },
  };

  const trouble = problem ?? profile?.problem ?? null;
  const failed = trouble !== null || profile?.result.state === 'failed';
  if (hosted && view.collapsed)
    return (
      <Panel.Provider value={panel}>
        <Rail profile={profile} failed={failed} />
      </Panel.Provider>
    );
  const loading = profile === null ? problem === null : profile.result.state === 'loading';
  return (
    <Panel.Provider value={panel}>
      <main ref={root} class="sb" aria-label={i18n.t('sidebar.label')} aria-busy={loading}>
        {hosted && <Grip width={view.width} onWidth={(next) => views.setState({ width: next })} />}
        <Top
          profile={profile}
          failed={trouble}
          source={source}
          question={question}
          onQuestion={setQuestion}
          onKeys={() => setListed(true)}
        />
        {trouble !== null && profile?.result.state === 'found' && !profile.offline && (
          <div class="inset">
            <OldData problem={trouble} panel={panel} />
          </div>
        )}
        <div
          class="sb-body"
          ref={body}
          tabIndex={0}
          role="region"
          aria-label={i18n.t('sidebar.profile')}
        >
          <Body profile={profile} problem={problem} place={place} source={source} />
        </div>
        {place !== null && !silent.has(profile?.result.state) && (
          <Footer profile={profile} failed={failed} />
        )}
        {listed && (
          <KeysDialog
            keys={keys}
            actions={keyActions}
            fixed={[
              [['↑', '↓'], i18n.t('keys.rows')],
              [['←', '→'], i18n.t('keys.fold')],
              [['Enter'], i18n.t('keys.open')],
            ]}
            onClose={() => setListed(false)}
          />
        )}
      </main>
    </Panel.Provider>
  );
}

interface TopProps {
  profile: ProfileView | null;
  failed: Problem | null;
  source: ProfileStore;
  question: LinkQuestion | null;
  onQuestion: (question: LinkQuestion | null) => void;
  onKeys: () => void;
}

function Top({ profile, failed, source, question, onQuestion, onKeys }: TopProps) {
  const result = profile?.result;
  const requester = profile?.requester ?? null;
  if (result?.state === 'found')
    return (
      <Header
        name={result.customer.name}
        below={<Role customer={result.customer} />}
        url={result.customer.url}
        onKeys={onKeys}
        onChooseAnother={result.chosen === true ? source.forgetChoice : undefined}
        found={{ linked: result.linked === true, question, ask: onQuestion }}
      >
        <Facts customer={result.customer} />
      </Header>
    );
  const loading = profile === null ? failed === null : result?.state === 'loading';
  const company = result?.state === 'deskOnly' ? result.company : null;
  const below = <bdi>{company ?? requester?.email ?? requester?.phone ?? ''}</bdi>;
  const name = requester?.name ?? '';
  return (
    <Header
      name={loading ? name : name || nobody}
      below={below}
      url={loading ? null : undefined}
      onKeys={onKeys}
    >
      {loading && <LoadingFacts />}
      {result?.state === 'deskOnly' && <DeskOnlyFacts of={result} />}
      {result?.state === 'none' && (
        <dl class="facts">
          <dt>{i18n.t('facts.type')}</dt>
          <dd>
            <TypeSign type="new" />
            <span class="why">{i18n.t('facts.notInCrm')}</span>
          </dd>
        </dl>
      )}
    </Header>
  );
}

interface BodyProps {
  profile: ProfileView | null;
  problem: Problem | null;
  place: unknown;
  source: ProfileStore;
}

function Body({ profile, problem, place, source }: BodyProps) {
  if (place === null) return <NoPlace />;
  if (profile === null)
    return problem === null ? <LoadingSections /> : <Failed problem={problem} />;
  const { result } = profile;
  switch (result.state) {
    case 'loading':
      return <LoadingSections />;
    case 'found':
      return (
        <CustomerSections
          key={`${result.customer.module}/${result.customer.id}`}
          customer={result.customer}
        />
      );
    case 'deskOnly':
      return <DeskOnly of={result} />;
    case 'several':
      return (
        <Chooser
          candidates={result.candidates}
          busy={profile.refreshing}
          onChoose={({ module, id }) => source.choose(module, id)}
        />
      );
    case 'none':
      return <NoMatch searched={result.searched} crmUrl={result.crmUrl} />;
    case 'noContact':
      return <NoContact />;
    case 'hidden':
      return <Hidden />;
    case 'notConnected':
      return <NotConnected />;
    case 'failed':
      return <Failed problem={result.problem} />;
  }
}

/** The last refresh failed: said above the older data, which stays readable. */
function OldData({ problem, panel }: { problem: Problem; panel: PanelContext }) {
  const forPerson = problem.kind === 'configuration';
  return (
    <Notice
      tone={problem.kind === 'transient' ? 'amber' : 'red'}
      title={i18n.t('failed.notRefreshed')}
      icon={Unplug}
      actions={
        <button
          class="btn sm"
          type="button"
          onClick={forPerson ? panel.openOptions : panel.refresh}
        >
          {i18n.t(forPerson ? 'sidebar.settings' : 'tryAgain')}
        </button>
      }
    >
      <span>{problemText(problem)}</span>
    </Notice>
  );
}
