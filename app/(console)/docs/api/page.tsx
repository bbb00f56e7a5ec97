// API: what programs may ask and send, as a page for people; the same as /api/v1/openapi.json.
import { pageAccess } from '#app/_entry/page-actor.ts';
import { apiView } from '#components/api/api-view.ts';
import { apiDocument } from '#lib/api/document.ts';
import { Refusal } from '../../refusal.tsx';
import { ApiScreen } from './api-screen.tsx';

export const metadata = { title: 'API' };

export default async function ApiPage() {
  const access = await pageAccess('read-me', '/docs/api');
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const console = process.env.NEXTAUTH_URL ?? 'http://localhost:3000';
  return <ApiScreen view={apiView(apiDocument(), { console, edge: 'http://localhost:3001' })} />;
}
