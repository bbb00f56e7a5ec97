// One run of a programme by its number: live for everybody who watches it or is to sign it.
import { notFound } from 'next/navigation';
import { pageAccess } from '#app/_entry/page-actor.ts';
import { readCanary } from '#lib/reads/canary/read-canary.ts';
import { readSignoff } from '#lib/reads/canary/read-signoff.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../../refusal.tsx';
import { CanaryWithForm } from './canary-with-form.tsx';

export const metadata = { title: 'Canary' };

export default async function CanaryPage({ params }: { params: Promise<{ run: string }> }) {
  const { run } = await params;
  if (!/^[1-9]\d{0,14}$/.test(run)) notFound();
  const access = await pageAccess('read-canary', `/canary/${run}`);
  if (!access.allowed) return <Refusal failure={access.failure} screen="Canary" />;
  const canary = await ask(readCanary, { number: run }, access.person);
  if (!canary.ok) return <Refusal failure={canary.error} screen="Canary" />;
  const { id, stage } = canary.value.run;
  const form = await ask(readSignoff, { run: id, gate: String(stage) }, access.person);
  if (!form.ok) return <Refusal failure={form.error} screen="Canary" />;
  return <CanaryWithForm body={canary.value} form={form.value} />;
}
