// The document every page shares: language, theme without a flash, fonts. It holds no data.
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { preload } from 'react-dom';
import { THEME_COOKIE, themeClass } from '#components/shell/theme.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Bulkhead', template: '%s · Bulkhead' },
  description: 'The console from which the exchange is launched, degraded and rolled back.',
  icons: { icon: '/icon.svg' },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  colorScheme: 'light dark',
};

/** Reading the cookie makes every page dynamic, which a nonce in the content security policy needs anyway. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get(THEME_COOKIE)?.value;
  preload('/fonts/Geist-Variable.woff2', { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' });
  preload('/fonts/GeistMono-Variable.woff2', { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' });
  // The theme is changed on this element by hand, so React must not complain about its class.
  return (
    <html lang="en" className={themeClass(theme)} suppressHydrationWarning>
      <body>{children}</body>
    </html>
  );
}
