import { Phone, Plus, SquareCheck } from 'lucide';
import { useContext } from 'preact/hooks';
import { i18n } from '#i18n';
import type { AdditionKind } from '../../sync/types';
import type { SectionName } from '../state/view-store';
import { Icon } from '../ui/icon';
import { Menu } from '../ui/menu';
import { useAdding } from './adding';
import { Panel } from './panel';

const icons = { task: SquareCheck, call: Phone } as const;

interface AddButtonProps {
  kinds: readonly AdditionKind[];
  at: SectionName;
}

/** Opens a form in its section; with two kinds it asks which. Gone where nothing may be added. */
export function AddButton({ kinds, at }: AddButtonProps) {
  const { adding, kinds: allowed } = useAdding();
  const { fold, offline } = useContext(Panel);
  const offered = kinds.filter((kind) => allowed.includes(kind));
  const [first] = offered;
  if (adding === null || first === undefined || offline === true) return null;
  const begin = (kind: AdditionKind): void => {
    fold(at, true);
    adding.begin(kind);
  };
  if (offered.length > 1)
    return (
      <Menu
        icon={Plus}
        label={offered.map((kind) => i18n.t(`adding.of.${kind}`)).join(', ')}
        entries={offered.map((kind) => ({
          label: i18n.t(`adding.of.${kind}`),
          icon: kind === 'call' ? icons.call : icons.task,
          act: () => begin(kind),
        }))}
      />
    );
  const label = i18n.t(`adding.of.${first}`);
  return (
    <button
      class="ib"
      type="button"
      data-adds={first}
      aria-label={label}
      title={label}
      onClick={() => begin(first)}
    >
      <Icon of={Plus} />
    </button>
  );
}
