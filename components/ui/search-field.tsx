import './search-field.css';
import { Search } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon';

/** ms between the last letter and the question. */
const restMs = 200;

interface SearchFieldProps {
  label: string;
  onSearch: (text: string) => void;
}

export function SearchField({ label, onSearch }: SearchFieldProps) {
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => onSearch(text), text === '' ? 0 : restMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="search">
      <Icon of={Search} />
      <input
        class="in"
        type="search"
        maxLength={200}
        placeholder={label}
        aria-label={label}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
    </div>
  );
}
