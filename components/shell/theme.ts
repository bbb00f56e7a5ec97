// Light, dark, or as the system says: the choice, the cookie it lives in, and what it does to the page.

export type ThemeChoice = 'system' | 'light' | 'dark';

/** Read by the server, so that the first paint has the right colours without a script. */
export const THEME_COOKIE = 'bulkhead-theme';

/** A year, in seconds. */
const KEEP_FOR = 31_536_000;

export function parseTheme(raw: string | undefined): ThemeChoice {
  return raw === 'light' || raw === 'dark' ? raw : 'system';
}

/** Class of the document element; none lets `color-scheme: light dark` follow the system. */
export function themeClass(raw: string | undefined): string | undefined {
  const choice = parseTheme(raw);
  return choice === 'system' ? undefined : choice;
}

/** What `\` does: the other one of what is seen now. */
export function otherTheme(choice: ThemeChoice, systemIsDark: boolean): ThemeChoice {
  const dark = choice === 'system' ? systemIsDark : choice === 'dark';
  return dark ? 'light' : 'dark';
}

/** The cookie text that keeps the choice; `system` removes it. */
export function themeCookie(choice: ThemeChoice, secure: boolean): string {
  const age = choice === 'system' ? 0 : KEEP_FOR;
  const value = choice === 'system' ? '' : choice;
  return `${THEME_COOKIE}=${value}; path=/; max-age=${age}; samesite=lax${secure ? '; secure' : ''}`;
}
