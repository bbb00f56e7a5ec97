// Choice of the theme: as the system, light, dark. The key \ switches it too.
'use client';
import { Segmented } from '#components/ui/segmented.tsx';
import { parseTheme } from './theme.ts';
import { setTheme, useTheme } from './use-theme.ts';

const CHOICES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

export function ThemeToggle() {
  const { choice } = useTheme();
  return (
    <Segmented
      legend="Theme"
      showLegend
      value={choice}
      segments={CHOICES}
      onChange={(value) => setTheme(parseTheme(value))}
    />
  );
}
