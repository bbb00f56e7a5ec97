// The mark of the product: a hull cut by its bulkhead, with the door that closes.
export function Mark({ className = 'size-5' }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" className={className} aria-hidden="true">
      <rect
        x="1.25"
        y="2.25"
        width="17.5"
        height="15.5"
        rx="3"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
      />
      <path d="M10 2.5v15" stroke="currentColor" strokeWidth="1.75" />
      <rect x="12.4" y="6.4" width="4" height="7.2" rx="2" fill="currentColor" />
    </svg>
  );
}
