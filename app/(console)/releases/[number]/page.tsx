// One release by its number: the deployment dashboard, live.
import { notFound } from 'next/navigation';
import { pageAccess } from '#app/_entry/page-actor.ts';
import { ask } from '#lib/reads/read.ts';
import { readRelease } from '#lib/reads/releases/read-release.ts';
import { Refusal } from '../../refusal.tsx';
import { ReleaseScreen } from './release-screen.tsx';

export const metadata = { title: 'Release' };

export default async function ReleasePage({ params }: { params: Promise<{ number: string }> }) {
  const { number } = await params;
  if (!/^[1-9]\d{0,14}$/.test(number)) notFound();
  const access = await pageAccess('read-releases', `/releases/${number}`);
  if (!access.allowed) return <Refusal failure={access.failure} screen="Releases" />;
  const release = await ask(readRelease, { number }, access.person);
  if (!release.ok) return <Refusal failure={release.error} screen="Releases" />;
  return <ReleaseScreen body={release.value} />;
}
