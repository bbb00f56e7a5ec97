// What a change of roles gives and takes: plus and minus rows.
export function RoleDiff({ diff }: { diff: { added: readonly string[]; removed: readonly string[] } }) {
  return (
    <ul aria-label="What changes" className="overflow-hidden rounded-md border border-line text-xs">
      {diff.removed.map((role) => (
        <li key={role} className="flex min-h-7 items-center border-line px-2.5 py-1 not-first:border-t">
          <span aria-hidden="true" className="num w-5 shrink-0 text-ink-3">
            −
          </span>
          <span className="sr-only">Loses: </span>
          <del className="text-ink-2 decoration-ink-3">{role}</del>
        </li>
      ))}
      {diff.added.map((role) => (
        <li
          key={role}
          className="flex min-h-7 items-center border-line bg-sel px-2.5 py-1 not-first:border-t"
        >
          <span aria-hidden="true" className="num w-5 shrink-0">
            +
          </span>
          <span className="sr-only">Gets: </span>
          <ins className="font-semibold no-underline">{role}</ins>
        </li>
      ))}
    </ul>
  );
}
