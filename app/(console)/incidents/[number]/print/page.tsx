// A post-mortem on paper: A4, the very text that is or would be signed, and who signed it.
import { notFound } from 'next/navigation';
import { pageAccess } from '#app/_entry/page-actor.ts';
import { PrintedPostMortem } from '#components/incidents/printed-post-mortem.tsx';
import { postMortemFile } from '#lib/reads/incidents/post-mortem-file.ts';
import { Refusal } from '../../../refusal.tsx';

export const metadata = { title: 'Post-mortem on paper' };

export default async function PrintPostMortemPage({ params }: { params: Promise<{ number: string }> }) {
  const { number } = await params;
  if (!/^[1-9]\d{0,14}$/.test(number)) notFound();
  const access = await pageAccess('read-incident', `/incidents/${number}/print`);
  if (!access.allowed) return <Refusal failure={access.failure} screen="Incidents" />;
  const file = await postMortemFile({ number: Number(number) }, access.person);
  if (!file.ok) return <Refusal failure={file.error} screen="Incidents" />;
  return <PrintedPostMortem file={file.value} printedBy={access.person.name} />;
}
