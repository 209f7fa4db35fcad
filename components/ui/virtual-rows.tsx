import type { ComponentChildren } from 'preact';
import { Fragment } from 'preact';
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
  /** What stands under one row, of any height. */
  opened?: { readonly index: number; readonly content: ComponentChildren } | null;
}

/** A table of any length: only the rows in sight are drawn. */
export function VirtualRows({ label, of, head, row, onSight, opened = null }: VirtualRowsProps) {
  const region = useRef<HTMLElement>(null);
  const [rowHeight, setRowHeight] = useState(56);
  const [openHeight, setOpenHeight] = useState(0);
  const [sight, setSight] = useState({ from: 0, to: 2 * beyond });
  const extra = opened === null ? 0 : openHeight;

  function look(): void {
    const box = region.current;
    if (box === null) return;
    const height = box.querySelector('.vr-row')?.getBoundingClientRect().height ?? 0;
    const each = height > 0 ? height : rowHeight;
    if (each !== rowHeight) setRowHeight(each);
    const drawn = box.querySelector('.vr-open')?.getBoundingClientRect().height;
    if (drawn !== undefined && drawn !== openHeight) setOpenHeight(drawn);
    const above = opened !== null && box.scrollTop > (opened.index + 1) * each ? extra : 0;
    const first = Math.max(0, Math.floor((box.scrollTop - above) / each));
    const seen = Math.ceil((box.clientHeight || 600) / each);
    const from = Math.max(0, Math.min(first - beyond, of - 1));
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
  const before = opened !== null && opened.index < from ? extra : 0;
  const after = opened !== null && opened.index >= to ? extra : 0;
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
            paddingBlockStart: `${from * rowHeight + before}px`,
            paddingBlockEnd: `${(of - to) * rowHeight + after}px`,
          }}
        >
          {indices.map((index) => (
            <Fragment key={index}>
              <tr class="vr-row" aria-rowindex={index + 2}>
                {row(index)}
              </tr>
              {opened?.index === index && <tr class="vr-open">{opened.content}</tr>}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}
