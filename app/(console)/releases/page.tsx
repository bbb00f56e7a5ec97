// Releases: the one under way, those of the past, and what has the traffic.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { ask } from '#lib/reads/read.ts';
import { readReleases } from '#lib/reads/releases/read-releases.ts';
import { Refusal } from '../refusal.tsx';
import { ReleasesScreen } from './releases-screen.tsx';

export const metadata = { title: 'Releases' };

export default async function ReleasesPage() {
  const access = await pageAccess('read-releases', '/releases');
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const releases = await ask(readReleases, {}, access.person);
  if (!releases.ok) return <Refusal failure={releases.error} />;
  return <ReleasesScreen releases={releases.value} />;
}
