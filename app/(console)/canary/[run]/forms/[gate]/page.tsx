// The sign-off form of one gate: read, opened and signed here, on a desk and on a phone.
import { notFound } from 'next/navigation';
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readSignoff } from '#lib/reads/canary/read-signoff.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../../../../refusal.tsx';
import { FormScreen } from './form-screen.tsx';

export const metadata = { title: 'Sign-off' };

export default async function FormPage({ params }: { params: Promise<{ run: string; gate: string }> }) {
  const { run, gate } = await params;
  if (!/^[1-9]\d{0,14}$/.test(run) || !/^\d{1,2}$/.test(gate)) notFound();
  const access = await pageAccess('read-signoff', `/canary/${run}/forms/${gate}`);
  if (!access.allowed) return <Refusal failure={access.failure} screen="Canary" />;
  const form = await ask(readSignoff, { run, gate }, access.person);
  if (!form.ok) return <Refusal failure={form.error} screen="Canary" />;
  return <FormScreen body={form.value} />;
}
