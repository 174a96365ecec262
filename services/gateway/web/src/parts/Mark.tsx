/** The mark: a switch that is on. Decoration: the name always stands beside it. */
export function Mark({ size }: { size: number }) {
  return (
    <svg class="mark" width={size * 1.75} height={size} viewBox="0 0 56 32" aria-hidden="true" focusable="false">
      <rect class="mark-body" width="56" height="32" rx="16" />
      <circle class="mark-knob" cx="40" cy="16" r="11" />
      <path class="mark-line" d="M40 11v10" />
    </svg>
  );
}
