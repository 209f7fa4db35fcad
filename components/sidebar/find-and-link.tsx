import './add-form.css';
import { i18n } from '#i18n';
import type { LinkCandidate } from '../../sync/protocol/links';
import { SearchField } from '../ui/search-field';
import { TypeSign } from '../ui/type-sign';
import { problemText } from '../ui/problem-text';
import { useAdding } from './adding';

/** Looks for the customer in CRM by hand, and links what is chosen. */
export function FindAndLink() {
  const { adding, found, busy, problem } = useAdding();
  if (adding === null) return null;
  return (
    <div class="find">
      <p class="mid">{i18n.t('linking.label')}</p>
      <SearchField label={i18n.t('linking.hint')} onSearch={adding.search} />
      <p class="vh" role="status">
        {found === null ? '' : found.length === 0 ? i18n.t('linking.none') : ''}
      </p>
      {found?.length === 0 && <p class="muted">{i18n.t('linking.none')}</p>}
      {found !== null && found.length > 0 && (
        <ul class="find">
          {found.map((each) => (
            <Found
              key={each.module + each.id}
              of={each}
              busy={busy}
              onLink={() => adding.link(each)}
            />
          ))}
        </ul>
      )}
      {problem !== null && (
        <p class="wrong" role="alert">
          {problemText(problem)}
        </p>
      )}
    </div>
  );
}

interface FoundProps {
  of: LinkCandidate;
  busy: boolean;
  onLink: () => void;
}

function Found({ of, busy, onLink }: FoundProps) {
  const { module, name, company, email } = of;
  const about = [company, email].filter((part) => part !== null).join(' · ');
  return (
    <li>
      <span>
        <b class="mid cut" dir="auto" title={name}>
          {name}
        </b>
        <span class="muted small cut" dir="auto" title={about}>
          {about}
        </span>
        {module === 'Leads' && (
          <span class="small">
            <TypeSign type="contact" module={module} />
          </span>
        )}
      </span>
      <button
        class="btn sm"
        type="button"
        disabled={busy}
        aria-label={i18n.t('linking.linkTo', { name })}
        onClick={onLink}
      >
        {i18n.t('linking.link')}
      </button>
    </li>
  );
}
