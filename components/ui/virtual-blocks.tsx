import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Rows of one block. */
const blockSize = 20;
/** How far beyond the edge of what is seen rows are drawn already; the next Tab finds them there. */
const beyond = '1000px 0px';

interface VirtualBlocksProps {
  of: number;
  columns: number;
  /** px. What a row is taken for until it was drawn once. */
  rowHeight: number;
  row: (index: number) => ComponentChildren;
}

/** The body of a long table whose rows are of any height: only blocks near the window are drawn. */
export function VirtualBlocks({ of, columns, rowHeight, row }: VirtualBlocksProps) {
  const blocks = Math.ceil(of / blockSize);
  return Array.from({ length: blocks }, (_, at) => (
    <Block
      key={at}
      from={at * blockSize}
      to={Math.min(of, (at + 1) * blockSize)}
      columns={columns}
      rowHeight={rowHeight}
      row={row}
    />
  ));
}

type BlockProps = Omit<VirtualBlocksProps, 'of'> & { from: number; to: number };

function Block({ from, to, columns, rowHeight, row }: BlockProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const height = useRef(0);
  const [near, setNear] = useState(from === 0);
  useEffect(() => {
    const at = body.current;
    if (at === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1);
        if (entry === undefined) return;
        // What has the focus stays, wherever the page is scrolled to.
        if (!entry.isIntersecting && at.contains(document.activeElement)) return;
        if (!entry.isIntersecting) height.current = entry.boundingClientRect.height;
        setNear(entry.isIntersecting);
      },
      { rootMargin: beyond },
    );
    observer.observe(at);
    return () => observer.disconnect();
  }, []);
  return (
    <tbody ref={body}>
      {near ? (
        Array.from({ length: to - from }, (_, at) => row(from + at))
      ) : (
        <tr aria-hidden="true">
          <td
            class="far"
            colSpan={columns}
            style={{ blockSize: `${height.current || (to - from) * rowHeight}px` }}
          >
            {'\u00a0'}
          </td>
        </tr>
      )}
    </tbody>
  );
}
