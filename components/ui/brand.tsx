/** Two interlocked rings. */
export function Brand() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <g fill="none" stroke-width="2">
        <circle cx="6.5" cy="10" r="5" stroke="var(--accent)" />
        <circle cx="13.5" cy="10" r="5" stroke="var(--text)" />
      </g>
    </svg>
  );
}
