// Profile: who one is here, how one signs in and proves it, and where one is signed in.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readProfile } from '#lib/reads/access/read-profile.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../refusal.tsx';
import { ProfileScreen } from './profile-screen.tsx';

export const metadata = { title: 'Your profile' };

export default async function ProfilePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const access = await pageAccess('read-profile', '/profile');
  if (!access.allowed) return <Refusal failure={access.failure} screen="Your profile" />;
  const profile = await ask(readProfile, {}, access.person);
  if (!profile.ok) return <Refusal failure={profile.error} screen="Your profile" />;
  const { welcome } = await searchParams;
  return <ProfileScreen profile={profile.value} welcome={welcome === '1'} />;
}
