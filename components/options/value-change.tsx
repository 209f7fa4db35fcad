import { ArrowRight } from 'lucide';
import { Icon } from '../ui/icon';

interface ValueChangeProps {
  label: string;
  before: string | null;
  after: string | null;
  /** Stands for a value that is none any more. */
  none: string;
}

/** A field by its name, with what it held and what it holds after. */
export function ValueChange({ label, before, after, none }: ValueChangeProps) {
  return (
    <>
      <span class="muted">{label}</span>{' '}
      {before !== null && (
        <>
          <del class="was">
            <bdi>{before}</bdi>
          </del>{' '}
          <Icon of={ArrowRight} small class="flip" />{' '}
        </>
      )}
      {after === null ? <span class="muted">{none}</span> : <bdi>{after}</bdi>}
    </>
  );
}
