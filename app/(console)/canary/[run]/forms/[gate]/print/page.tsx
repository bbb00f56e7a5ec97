// A sign-off form on paper: A4, as it is frozen, with who signed it.
import { notFound } from 'next/navigation';
import { pageAccess } from '#app/_entry/page-actor.ts';
import { PrintedForm } from '#components/canary/printed-form.tsx';
import { readSignoff } from '#lib/reads/canary/read-signoff.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../../../../../refusal.tsx';

export const metadata = { title: 'Sign-off form on paper' };

export default async function PrintFormPage({ params }: { params: Promise<{ run: string; gate: string }> }) {
  const { run, gate } = await params;
  if (!/^[1-9]\d{0,14}$/.test(run) || !/^\d{1,2}$/.test(gate)) notFound();
  const access = await pageAccess('read-signoff', `/canary/${run}/forms/${gate}/print`);
  if (!access.allowed) return <Refusal failure={access.failure} screen="Canary" />;
  const form = await ask(readSignoff, { run, gate }, access.person);
  if (!form.ok) return <Refusal failure={form.error} screen="Canary" />;
  return <PrintedForm body={form.value} printedBy={access.person.name} />;
}
