import { Download, Upload } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { FileEffect } from '../../sync/protocol/configuration-file';
import type { PermissionsConfig } from '../../sync/protocol/permissions';
import { kinds, type Problem } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { Dialog } from '../ui/dialog';
import { datedName, download } from '../ui/download';
import { count, exact } from '../ui/format';
import { Menu } from '../ui/menu';

/** Bytes. Larger than any configuration; what is larger is not even read. */
const largestFile = 4_000_000;

interface ConfigurationFileProps {
  client: Client;
  /** The permissions of a file that was taken over, for this page to publish. */
  onPermissions: (permissions: PermissionsConfig) => void;
  onProblem: (problem: Problem | null) => void;
  onTaken: () => void;
}

/** *Export* and *Import* of the whole configuration (PER-6). */
export function ConfigurationFile(props: ConfigurationFileProps) {
  const { client, onPermissions, onProblem, onTaken } = props;
  const chooser = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<{ text: string; effect: FileEffect } | null>(null);
  const [busy, setBusy] = useState(false);

  async function save(): Promise<void> {
    onProblem(null);
    const answer = await ask(client, 'configuration.export', undefined);
    if (!answer.ok) return onProblem(answer.problem);
    download(datedName('configuration', Date.now(), 'json'), answer.value, 'application/json');
  }

  async function open(file: File): Promise<void> {
    onProblem(null);
    if (file.size > largestFile) return onProblem(tooLarge());
    const text = await file.text();
    const answer = await ask(client, 'configuration.examine', { text });
    if (!answer.ok) return onProblem(answer.problem);
    setFound({ text, effect: answer.value });
  }

  async function take(text: string, { version }: FileEffect): Promise<void> {
    setBusy(true);
    const answer = await ask(client, 'configuration.take', { text, version });
    setBusy(false);
    setFound(null);
    if (!answer.ok) return onProblem(answer.problem);
    if (answer.value.permissions !== null) onPermissions(answer.value.permissions);
    onTaken();
  }

  return (
    <>
      <Menu
        label={i18n.t('file.menu')}
        entries={[
          { label: i18n.t('file.export'), icon: Download, act: () => void save() },
          { label: i18n.t('file.import'), icon: Upload, act: () => chooser.current?.click() },
        ]}
      />
      <input
        ref={chooser}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label={i18n.t('file.import')}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file !== undefined) void open(file);
          // The same file again is news again.
          currentTarget.value = '';
        }}
      />
      {found !== null && (
        <Dialog title={i18n.t('file.title')} onClose={() => setFound(null)}>
          <p class="muted">{i18n.t('file.from', { time: exact(found.effect.exportedAt) })}</p>
          <Effect effect={found.effect} />
          <form method="dialog" class="dlg-acts">
            <button class="btn">{i18n.t('cancel')}</button>
            <button
              class="btn primary"
              type="button"
              disabled={busy}
              onClick={() => void take(found.text, found.effect)}
            >
              {i18n.t(busy ? 'saving' : 'file.take')}
            </button>
          </form>
        </Dialog>
      )}
    </>
  );
}

function Effect({ effect: { mapping, preferences, permissions } }: { effect: FileEffect }) {
  const lines = [
    ...kinds
      .filter((kind) => mapping[kind] > 0)
      .map((kind) =>
        i18n.t('file.mapping', mapping[kind], {
          kind: i18n.t(`kind.${kind}`),
          count: count(mapping[kind]),
        }),
      ),
    ...preferences.map((name) => i18n.t(`file.preference.${name}`)),
    ...(permissions === null ? [] : [i18n.t('file.permissions')]),
  ];
  return (
    <ul class="pub">
      {lines.length === 0 ? (
        <li>{i18n.t('file.same')}</li>
      ) : (
        lines.map((line) => <li key={line}>{line}</li>)
      )}
    </ul>
  );
}

const tooLarge = (): Problem => ({
  code: 'file.tooLarge',
  kind: 'configuration',
  message: i18n.t('file.tooLarge'),
});
