// What each line of a drawing is: its stroke, and its name.
interface Stroke {
  stroke: string;
  strokeWidth: number;
  strokeDasharray: string;
}

export function ChartKey({ lines }: { lines: readonly { name: string; stroke: Stroke }[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 text-2xs text-ink-2">
      {lines.map(({ name, stroke }) => (
        <li key={name} className="inline-flex items-center gap-1.5">
          <svg width="22" height="6" aria-hidden="true">
            <line x1="0" x2="22" y1="3" y2="3" {...stroke} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
