// A switch's value in the type of values; the whole of it on hover where the cell is narrow.
import clsx from 'clsx';
import { formatShort, formatValue } from '#components/format-value.ts';
import { findSwitch } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';

interface ValueTextProps {
  /** Name of the switch the value belongs to. */
  name: string;
  value: WireValue;
  short?: boolean;
  className?: string;
}

export function ValueText({ name, value, short = false, className }: ValueTextProps) {
  const definition = findSwitch(name);
  const whole = formatValue(definition, value);
  const text = short ? formatShort(definition, value) : whole;
  return (
    <span className={clsx('num', className)} title={text === whole ? undefined : whole}>
      {text}
    </span>
  );
}
