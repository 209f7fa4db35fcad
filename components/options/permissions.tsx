import './permissions.css';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { DeskProfile, PermissionsConfig } from '../../sync/protocol/permissions';
import type { Published } from '../../sync/protocol/publication';
import type { Problem } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { useDraft, type KeptDraft } from '../state/use-draft';
import { useQuery } from '../state/use-query';
import { count } from '../ui/format';
import { Notice } from '../ui/notice';
import { problemText } from '../ui/problem-text';
import { ConfigurationFile } from './configuration-file';
import { changedForAll, changedProfiles, complete } from './permissions-draft';
import { PermissionsForAll } from './permissions-for-all';
import { PermissionsTable } from './permissions-table';
import { PublishDialog } from './publish-dialog';
import { TryAgain, Unanswered } from './unanswered';
import { ViewAs } from './view-as';
import { WritingConsent } from './writing-consent';
import { Failed } from './failed';

/** Begun over a published version: another one since then is not written over. */
interface PermissionsDraft {
  readonly over: number | null;
  readonly config: PermissionsConfig;
}

/** Who may see what, and how it reaches every agent (PER-1 to PER-6). */
export function Permissions({ client }: { client: Client }) {
  const set = useQuery(client, 'permissions.get', undefined, ['setup']);
  const publication = useQuery(client, 'publication.get', undefined, ['setup']);
  const kept = useDraft<PermissionsDraft>(client, 'permissions');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [taken, setTaken] = useState(false);
  const published = publication.value;
  const version = published?.state === 'current' ? published.version : null;
  const waits = published === null && publication.problem === null;
  return (
    <div class="op-in wide">
      <header class="op-h">
        <div>
          <h1>{i18n.t('nav.permissions')}</h1>
          <p>{i18n.t('permissions.lead')}</p>
        </div>
        <div class="acts">
          <ConfigurationFile
            client={client}
            onProblem={setProblem}
            onTaken={() => setTaken(true)}
            onPermissions={(config) => kept.set({ over: version, config })}
          />
        </div>
      </header>
      <Failed problem={problem} />
      {set.value?.managed === true && (
        <Notice tone="plain" title={i18n.t('permissions.managed')}>
          <span>{i18n.t('permissions.managedLead')}</span>
        </Notice>
      )}
      <output class="said muted small">{taken ? i18n.t('file.taken') : ''}</output>
      <WritingConsent client={client} kinds={set.value?.ungranted ?? []} again={set.again} />
      {set.value === null || waits ? (
        set.problem === null ? (
          <p class="empty">{i18n.t('permissions.readingProfiles')}</p>
        ) : (
          <Unanswered problem={set.problem} again={set.again} />
        )
      ) : (
        <Matrix
          client={client}
          profiles={set.value.profiles}
          set={set.value.config}
          published={published}
          unread={publication.problem}
          kept={kept}
          reread={() => Promise.all([set.reread(), publication.reread()])}
        />
      )}
    </div>
  );
}

interface MatrixProps {
  client: Client;
  profiles: readonly DeskProfile[];
  /** As this installation has it. */
  set: PermissionsConfig | null;
  published: Published | null;
  unread: Problem | null;
  kept: KeptDraft<PermissionsDraft>;
  /** Resolves when the page has what stands now. */
  reread: () => Promise<unknown>;
}

function Matrix(props: MatrixProps) {
  const { client, profiles, set, published, unread, kept, reread } = props;
  const edited = kept.value;
  const again = (): void => void reread();
  // The table does not wait for them.
  const people = useQuery(client, 'permissions.people', undefined, []);
  const [viewed, setViewed] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [done, setDone] = useState(false);

  const current = published?.state === 'current' ? published : null;
  const standing = current === null ? null : complete(current.settings.permissions, profiles);
  const before = standing ?? complete(set, profiles);
  // Profiles may have come and gone in Desk since the draft was begun.
  const draft = edited === null ? before : complete(edited.config, profiles);
  const changed = changedProfiles(before, draft, profiles);
  const forAll = changedForAll(before, draft);
  const changes = changed.length + forAll.length;
  const seen = profiles.find(({ id }) => id === viewed) ?? changed[0] ?? profiles[0];

  function edit(config: PermissionsConfig): void {
    setDone(false);
    setProblem(null);
    kept.set({ over: edited?.over ?? current?.version ?? null, config });
  }

  function discard(): void {
    setProblem(null);
    kept.set(null);
    again();
  }

  async function publish(): Promise<void> {
    setBusy(true);
    setProblem(null);
    const over = edited === null ? (current?.version ?? null) : edited.over;
    const answer = await ask(client, 'publication.publish', { permissions: draft, over });
    setAsking(false);
    if (answer.ok) {
      setDone(true);
      const stands = answer.value;
      await kept.end(edited, reread, (since) =>
        stands.state === 'current' ? { ...since, over: stands.version } : since,
      );
    } else setProblem(answer.problem);
    setBusy(false);
  }

  return (
    <>
      <Standing published={published} unread={unread} again={again} />
      {problem !== null && (
        <Notice tone="red" title={i18n.t('permissions.notPublished')}>
          <span>{problemText(problem)}</span>
        </Notice>
      )}
      <output class="said muted small">
        {done && changes === 0 ? i18n.t('permissions.published') : ''}
      </output>
      <PermissionsTable
        profiles={profiles}
        draft={draft}
        people={people.value}
        changed={new Set(changed.map(({ id }) => id))}
        viewed={seen?.id ?? ''}
        onDraft={edit}
        onView={setViewed}
      />
      <p class="muted small legend">{i18n.t('permissions.legend')}</p>
      <PermissionsForAll draft={draft} onDraft={edit} />
      {seen !== undefined && (
        <ViewAs
          client={client}
          profiles={profiles}
          draft={draft}
          published={standing}
          viewed={seen}
          onView={setViewed}
        />
      )}
      {(changes > 0 || standing === null) && (
        <div class="save">
          <span>
            <b class="mid">
              {changed.length > 0
                ? i18n.t('permissions.changedProfiles', changed.length, {
                    count: count(changed.length),
                  })
                : i18n.t(changes > 0 ? 'permissions.changedForAll' : 'permissions.unpublished')}
            </b>{' '}
            <span class="muted">{i18n.t('permissions.reach')}</span>
          </span>
          <div class="acts">
            {changes > 0 && (
              <button class="btn quiet" type="button" disabled={busy} onClick={discard}>
                {i18n.t('mapping.discard')}
              </button>
            )}
            <button
              class="btn primary"
              type="button"
              disabled={busy || published?.state === 'newer'}
              onClick={() => setAsking(true)}
            >
              {i18n.t(busy ? 'permissions.publishing' : 'permissions.publish')}
            </button>
          </div>
        </div>
      )}
      {asking && (
        <PublishDialog
          profiles={profiles}
          published={standing}
          draft={draft}
          busy={busy}
          onPublish={() => void publish()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** What stands in the way of what is published, and the way out. */
function Standing({
  published,
  unread,
  again,
}: {
  published: Published | null;
  unread: Problem | null;
  again: () => void;
}) {
  const problem = published?.state === 'unreadable' ? published.problem : unread;
  if (problem !== null)
    return (
      <Notice
        tone="amber"
        title={i18n.t('permissions.unreadable')}
        actions={<TryAgain again={again} />}
      >
        <span>{problemText(problem)}</span>
      </Notice>
    );
  if (published?.state !== 'torn' && published?.state !== 'newer') return null;
  return (
    <Notice tone="amber" title={i18n.t(`permissions.${published.state}`)}>
      <span>{i18n.t(`permissions.${published.state}Lead`)}</span>
    </Notice>
  );
}
