// Which entries of the audit log a person asked for, as SQL conditions: the same for its pages and its exports.
import { Prisma } from '#lib/store/client.ts';

export interface AuditFilter {
  /** Actor id. */
  person?: string | undefined;
  switch?: string | undefined;
  /** Exact kind, or what all kinds begin with, such as `switch`. */
  kind?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  text?: string | undefined;
  changeSet?: string | undefined;
}

/** The words of the search, the last one as the beginning of a word; undefined when it has none. */
export function wordsQuery(words: string | undefined): string | undefined {
  const parts = (words ?? '').toLowerCase().match(/[\p{L}\p{N}]+/gu);
  return parts ? `${parts.join(' & ')}:*` : undefined;
}

/** A pattern for LIKE of everything below a kind: unlike starts_with(), LIKE can use the index. */
function below(kind: string): string {
  return `${kind.replaceAll(/[\\%_]/g, '\\$&')}.%`;
}

export function auditConditions(filter: AuditFilter): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.sql`true`];
  if (filter.person) parts.push(Prisma.sql`actor_id = ${filter.person}`);
  if (filter.switch) parts.push(Prisma.sql`subject = ${filter.switch}`);
  if (filter.kind) parts.push(Prisma.sql`(kind = ${filter.kind} OR kind LIKE ${below(filter.kind)})`);
  if (filter.from) parts.push(Prisma.sql`at >= ${filter.from}`);
  if (filter.to) parts.push(Prisma.sql`at <= ${filter.to}`);
  if (filter.changeSet) parts.push(Prisma.sql`change_set_id = ${filter.changeSet}::uuid`);
  const words = wordsQuery(filter.text);
  if (words) parts.push(Prisma.sql`search @@ to_tsquery('simple', ${words})`);
  return Prisma.join(parts, ' AND ');
}
