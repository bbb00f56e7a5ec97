// Answer: where the link of a test page leads. What proves it stands behind the # of the address, which only the browser sees.
import { connection } from 'next/server';
import { AnswerScreen } from './answer-screen.tsx';

export const metadata = { title: 'Test page', referrer: 'no-referrer' };

export default async function AnswerPage() {
  await connection();
  return <AnswerScreen />;
}
