// Up to three live figures beside a change: what the switch governs, as it is now.

export function FigureStrip({ figures }: { figures: readonly { label: string; value: string }[] }) {
  if (figures.length === 0) return null;
  return (
    <dl className="grid grid-cols-3 text-xs">
      {figures.slice(0, 3).map((figure) => (
        <div key={figure.label} className="border-line not-first:border-l not-first:pl-3">
          <dt className="lbl">{figure.label}</dt>
          <dd className="num">{figure.value}</dd>
        </div>
      ))}
    </dl>
  );
}
