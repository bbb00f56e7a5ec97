// A list to choose from in a tool bar: its label is spoken only, its first option says what it narrows.
'use client';

interface SmallSelectProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onValue: (value: string) => void;
}

export function SmallSelect({ label, value, options, onValue }: SmallSelectProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onValue(event.target.value)}
      className="field h-7 w-auto max-w-[160px] px-2 py-0 text-xs pointer-coarse:h-11"
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
