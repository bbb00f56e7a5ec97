// Level: the degradation levels as large buttons, for a phone in the hand.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readLevels } from '#lib/reads/changes/read-levels.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../refusal.tsx';
import { LevelsScreen } from './levels-screen.tsx';

export const metadata = { title: 'Level' };

export default async function LevelsPage() {
  const access = await pageAccess('read-levels', '/levels');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Level" />;
  const levels = await ask(readLevels, {}, access.person);
  if (!levels.ok) return <Refusal failure={levels.error} screen="Level" />;
  return <LevelsScreen levels={levels.value} />;
}
