// Switches: the control matrix, the change sheet, rollback, and the history of each switch.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readSwitches } from '#lib/reads/changes/read-switches.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../refusal.tsx';
import { SwitchesScreen } from './switches-screen.tsx';

export const metadata = { title: 'Switches' };

export default async function SwitchesPage() {
  const access = await pageAccess('read-switches', '/switches');
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const matrix = await ask(readSwitches, {}, access.person);
  if (!matrix.ok) return <Refusal failure={matrix.error} />;
  return <SwitchesScreen matrix={matrix.value} />;
}
