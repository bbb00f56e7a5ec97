// schema.prisma says what the migrated database is: tables, columns, types, nullability, defaults, keys.
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/database.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.superuser });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

interface Table {
  /** Column -> "type null? default?" */
  columns: Record<string, string>;
  primaryKey: string;
  /** Column lists with a unique index, beside the primary key. */
  unique: string[];
  indexes: string[];
}

const TYPES: Record<string, string> = {
  'String @db.Uuid': 'uuid',
  'Json @db.Json': 'json',
  'DateTime @db.Timestamptz(6)': 'timestamptz',
  'DateTime @db.Date': 'date',
  String: 'text',
  Boolean: 'bool',
  Int: 'int4',
  'Int @db.SmallInt': 'int2',
  BigInt: 'int8',
  Float: 'float8',
  'Decimal @db.Decimal': 'numeric',
  Json: 'jsonb',
  Bytes: 'bytea',
};

/** The models of schema.prisma in terms of tables and columns. */
function declared(): Record<string, Table> {
  const source = readFileSync('prisma/schema.prisma', 'utf8');
  const models = [...source.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map((match) => ({
    name: match[1] ?? '',
    // A type Prisma does not know, by its name in SQL.
    lines: (match[2] ?? '')
      .split('\n')
      .map((line) => line.trim().replace(/Unsupported\("(\w+)"\)/, 'sql_$1')),
  }));
  const names = new Set(models.map((model) => model.name));
  return Object.fromEntries(
    models.map(({ lines }) => {
      const columnOf: Record<string, string> = {};
      const table: Table = { columns: {}, primaryKey: '', unique: [], indexes: [] };
      for (const line of lines) {
        const field = /^(\w+)\s+(\w+)(\[\])?(\?)?(.*)$/.exec(line);
        if (!field) continue;
        const [, name = '', type = '', list = '', optional = '', rest = ''] = field;
        if (names.has(type)) continue;
        const column = /(?<!@)@map\("(\w+)"\)/.exec(rest)?.[1] ?? name;
        const native = /@db\.\w+(\(\d+\))?/.exec(rest)?.[0];
        const sqlType = TYPES[native ? `${type} ${native}` : type] ?? type.replace(/^sql_/, '');
        columnOf[name] = column;
        table.columns[column] = [
          `${list && '_'}${sqlType}`,
          optional ? 'null' : 'not null',
          ...(rest.includes('@default') ? ['default'] : []),
        ].join(' ');
        if (/@id\b/.test(rest)) table.primaryKey = column;
        if (/@unique\b/.test(rest)) table.unique.push(column);
      }
      const columns = (list = '') =>
        list
          .split(',')
          .map((name) => columnOf[name.trim()])
          .join(',');
      for (const line of lines) {
        const block = /^@@(id|unique|index)\(\[([^\]]+)\]/.exec(line);
        if (block?.[1] === 'id') table.primaryKey = columns(block[2]);
        if (block?.[1] === 'unique') table.unique.push(columns(block[2]));
        if (block?.[1] === 'index') table.indexes.push(columns(block[2]));
      }
      const name = lines.map((line) => /^@@map\("(\w+)"\)/.exec(line)?.[1]).find(Boolean) ?? '';
      return [name, { ...table, unique: table.unique.toSorted(), indexes: table.indexes.toSorted() }];
    }),
  );
}

async function migrated(): Promise<Record<string, Table>> {
  const columns = await client.query(
    `SELECT table_name AS "table", column_name AS name, udt_name || CASE is_nullable WHEN 'YES' THEN ' null' ELSE ' not null' END
       || CASE WHEN column_default IS NULL AND is_identity = 'NO' THEN '' ELSE ' default' END AS form
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`,
  );
  const indexes = await client.query(
    `SELECT i.indrelid::regclass::text AS "table", i.indisprimary AS main, i.indisunique AS uniq,
       (SELECT string_agg(a.attname, ',' ORDER BY k.ord) FROM unnest(i.indkey::int[]) WITH ORDINALITY k(num, ord)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num
        -- Nor for columns that an index only carries along (INCLUDE).
        WHERE k.ord <= i.indnkeyatts) AS columns
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
     -- schema.prisma has no words for an index over some of the rows.
     WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations' AND i.indpred IS NULL`,
  );
  const tables: Record<string, Table> = {};
  for (const row of columns.rows) {
    tables[row.table] ??= { columns: {}, primaryKey: '', unique: [], indexes: [] };
    (tables[row.table] as Table).columns[row.name] = row.form;
  }
  for (const row of indexes.rows) {
    const table = tables[row.table] as Table;
    if (row.main) table.primaryKey = row.columns;
    else (row.uniq ? table.unique : table.indexes).push(row.columns);
  }
  for (const table of Object.values(tables)) {
    table.unique.sort();
    table.indexes.sort();
  }
  return tables;
}

test('schema.prisma and the migrations describe the same tables', async () => {
  expect(declared()).toEqual(await migrated());
});
