import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Rows drawn beyond the edge of what is seen. */
const beyond = 8;

interface VirtualRowsProps {
  label: string;
  of: number;
  /** The head's cells. */
  head: ComponentChildren;
  /** One row's cells; rows are of one height. */
  row: (index: number) => ComponentChildren;
  /** What is in sight, so that it can be fetched. */
  onSight: (from: number, to: number) => void;
}

/** A table of any length: only the rows in sight are drawn. */
export function VirtualRows({ label, of, head, row, onSight }: VirtualRowsProps) {
  const region = useRef<HTMLElement>(null);
  const [rowHeight, setRowHeight] = useState(56);
  const [sight, setSight] = useState({ from: 0, to: 2 * beyond });

  function look(): void {
    const box = region.current;
    if (box === null) return;
    const height = box.querySelector('.vr-row')?.getBoundingClientRect().height ?? 0;
    const each = height > 0 ? height : rowHeight;
    if (each !== rowHeight) setRowHeight(each);
    const first = Math.floor(box.scrollTop / each);
    const seen = Math.ceil((box.clientHeight || 600) / each);
    const from = Math.max(0, first - beyond);
    const to = Math.min(of, first + seen + beyond);
    if (from !== sight.from || to !== sight.to) setSight({ from, to });
    onSight(from, to);
  }

  useLayoutEffect(() => {
    look();
    addEventListener('resize', look);
    return () => removeEventListener('resize', look);
  });

  const to = Math.min(of, sight.to);
  const from = Math.min(sight.from, to);
  const indices = Array.from({ length: to - from }, (_, at) => from + at);
  return (
    // Scrolled by keyboard as well.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section class="vr" aria-label={label} tabIndex={0} ref={region} onScroll={look}>
      <table aria-label={label} aria-rowcount={of + 1}>
        <thead>
          <tr aria-rowindex={1}>{head}</tr>
        </thead>
        <tbody
          style={{
            paddingBlockStart: `${from * rowHeight}px`,
            paddingBlockEnd: `${(of - to) * rowHeight}px`,
          }}
        >
          {indices.map((index) => (
            <tr class="vr-row" aria-rowindex={index + 2} key={index}>
              {row(index)}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
