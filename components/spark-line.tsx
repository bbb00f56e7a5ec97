// A small line of recent values without axes; gaps stay gaps.
interface SparkLineProps {
  values: readonly (number | null)[];
  /** What it shows, spoken. */
  label: string;
  width?: number;
  height?: number;
}

/** The values as pieces of a path, each without a gap. */
export function sparkPath(values: readonly (number | null)[], width: number, height: number): string {
  const known = values.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const step = width / Math.max(1, values.length - 1);
  const y = (value: number) =>
    most === least ? height / 2 : height - ((value - least) / (most - least)) * height;
  let path = '';
  let drawn = false;
  values.forEach((value, index) => {
    if (value === null) {
      drawn = false;
      return;
    }
    path += `${drawn ? 'L' : 'M'}${(index * step).toFixed(1)} ${y(value).toFixed(1)}`;
    drawn = true;
  });
  return path;
}

export function SparkLine({ values, label, width = 56, height = 14 }: SparkLineProps) {
  if (values.every((value) => value === null)) return <span className="text-ink-3">–</span>;
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height + 2}
      viewBox={`0 -1 ${width} ${height + 2}`}
      className="inline-block overflow-visible"
    >
      <path d={sparkPath(values, width, height)} fill="none" stroke="var(--ink-2)" strokeWidth="1.25" />
    </svg>
  );
}
