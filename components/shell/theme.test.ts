// The theme's choice, cookie and class.
import { describe, expect, it } from 'vitest';
import { otherTheme, parseTheme, themeClass, themeCookie } from './theme.ts';

describe('theme', () => {
  it('follows the system unless the cookie says light or dark', () => {
    expect(themeClass(undefined)).toBeUndefined();
    expect(themeClass('purple"><script>')).toBeUndefined();
    expect(themeClass('dark')).toBe('dark');
    expect(parseTheme('light')).toBe('light');
  });

  it('turns to the other of what is seen', () => {
    expect(otherTheme('system', true)).toBe('light');
    expect(otherTheme('system', false)).toBe('dark');
    expect(otherTheme('dark', false)).toBe('light');
    expect(otherTheme('light', true)).toBe('dark');
  });

  it('keeps a choice for a year and forgets it for the system', () => {
    expect(themeCookie('dark', true)).toBe(
      'bulkhead-theme=dark; path=/; max-age=31536000; samesite=lax; secure',
    );
    expect(themeCookie('system', false)).toBe('bulkhead-theme=; path=/; max-age=0; samesite=lax');
  });
});
