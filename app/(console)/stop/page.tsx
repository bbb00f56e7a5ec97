// The emergency stop: the one that holds, how far it is, the way back from it, and earlier ones.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { ask } from '#lib/reads/read.ts';
import { readEmergencyStops } from '#lib/reads/venue/read-emergency-stops.ts';
import { Refusal } from '../refusal.tsx';
import { StopScreen } from './stop-screen.tsx';

export const metadata = { title: 'Emergency stop' };

export default async function StopPage() {
  const access = await pageAccess('read-emergency-stops', '/stop');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Emergency stop" />;
  const stops = await ask(readEmergencyStops, {}, access.person);
  if (!stops.ok) return <Refusal failure={stops.error} screen="Emergency stop" />;
  return <StopScreen stops={stops.value} />;
}
