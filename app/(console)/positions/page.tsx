// Positions: executors, their open positions and circuit breakers, and what they were ordered to do.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { ask } from '#lib/reads/read.ts';
import { readPositions } from '#lib/reads/venue/read-positions.ts';
import { Refusal } from '../refusal.tsx';
import { PositionsScreen } from './positions-screen.tsx';

export const metadata = { title: 'Positions' };

export default async function PositionsPage() {
  const access = await pageAccess('read-positions', '/positions');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Positions" />;
  const positions = await ask(readPositions, {}, access.person);
  if (!positions.ok) return <Refusal failure={positions.error} screen="Positions" />;
  return <PositionsScreen positions={positions.value} />;
}
