// Test pages: one line for each that is called, with who answered it when and which way.
import type { Tx } from '#lib/store/client.ts';

export interface NewCall {
  id: string;
  contact: string;
  severity: string | null;
  phone: string | null;
  slack: string | null;
  email: string | null;
}

export interface NewTestPage {
  id: string;
  number: number;
  at: Date;
  by: { id: string; name: string };
  reason: string;
  calls: readonly NewCall[];
}

export async function insertTestPage(tx: Tx, page: NewTestPage): Promise<void> {
  const { id, number, at, by, reason, calls } = page;
  await tx.testPage.create({ data: { id, number, at, byId: by.id, byName: by.name, reason } });
  await tx.testCall.createMany({ data: calls.map((call, place) => ({ ...call, testPageId: id, place })) });
}

/** 'tpag': one test page at a time. */
const TEST_PAGES = 0x74706167;

/** The number that the next test page gets; nobody else gets it until the transaction ends. */
export async function nextTestPage(tx: Tx): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${TEST_PAGES}::bigint)`;
  const [row] = await tx.$queryRaw<{ next: number }[]>`
    SELECT (coalesce(max(number), 0) + 1)::int AS next FROM test_pages`;
  return row?.next ?? 1;
}

export type AnsweredVia = 'screen' | 'link' | 'pagerduty';

export interface StoredCall extends NewCall {
  pageNumber: number;
  answeredAt: Date | null;
  answeredBy: string | null;
  answeredVia: AnsweredVia | null;
}

/** The line, locked; undefined when there is none. */
export async function lockCall(tx: Tx, id: string): Promise<StoredCall | undefined> {
  await tx.$queryRaw`SELECT 1 FROM test_calls WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.testCall.findUnique({
    where: { id },
    include: { page: { select: { number: true } } },
  });
  if (!row) return undefined;
  const { contact, severity, phone, slack, email, answeredAt, answeredBy } = row;
  return {
    ...{ id, contact, severity, phone, slack, email, answeredAt, answeredBy },
    answeredVia: row.answeredVia as AnsweredVia | null,
    pageNumber: row.page.number,
  };
}

/** False when somebody answered first. */
export async function answerCall(
  tx: Tx,
  id: string,
  { at, by, via }: { at: Date; by: string; via: AnsweredVia },
): Promise<boolean> {
  const { count } = await tx.testCall.updateMany({
    where: { id, answeredAt: null },
    data: { answeredAt: at, answeredBy: by, answeredVia: via },
  });
  return count === 1;
}

export interface ListedTestPage {
  id: string;
  number: number;
  at: Date;
  by: string;
  reason: string;
  calls: Omit<StoredCall, 'pageNumber'>[];
}

/** Newest first. */
export async function listTestPages(tx: Tx, most: number): Promise<ListedTestPage[]> {
  const rows = await tx.testPage.findMany({
    ...{ orderBy: { number: 'desc' as const }, take: most },
    include: { calls: { orderBy: { place: 'asc' } } },
  });
  return rows.map(({ id, number, at, byName, reason, calls }) => ({
    ...{ id, number, at, by: byName, reason },
    calls: calls.map(({ answeredVia, ...call }) => ({
      ...{ id: call.id, contact: call.contact, severity: call.severity },
      ...{ phone: call.phone, slack: call.slack, email: call.email },
      ...{ answeredAt: call.answeredAt, answeredBy: call.answeredBy },
      answeredVia: answeredVia as AnsweredVia | null,
    })),
  }));
}
