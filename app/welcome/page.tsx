// Welcome: where a one-time link leads. The link itself stands behind the # of the address, which only the browser sees.
import { connection } from 'next/server';
import { WelcomeScreen } from './welcome-screen.tsx';

export const metadata = { title: 'Welcome', referrer: 'no-referrer' };

export default async function WelcomePage() {
  await connection();
  return <WelcomeScreen />;
}
