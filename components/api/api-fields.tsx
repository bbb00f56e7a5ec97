// Fields of an API operation or type as a table: name, type with links to other types, what it is. Two columns on phones.
import { Fragment } from 'react';
import { Table } from '#components/ui/table.tsx';
import type { FieldRow } from './schema-words.ts';

/** The words of a type, the names among them as links to their entry. */
export function TypeText({ words, types }: { words: string; types: readonly string[] }) {
  if (types.length === 0) return <>{words}</>;
  const parts = words.split(new RegExp(`\\b(${types.join('|')})\\b`));
  return (
    <>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, which never move
        <Fragment key={index}>
          {types.includes(part) ? (
            <a className="link" href={`#type-${part}`}>
              {part}
            </a>
          ) : (
            part
          )}
        </Fragment>
      ))}
    </>
  );
}

const COLUMNS = [
  { key: 'name', label: 'Field', className: 'w-[220px] max-lg:w-[46%]' },
  { key: 'type', label: 'Type', className: 'w-[220px] max-lg:hidden' },
  { key: 'says', label: 'What it is' },
];

export function ApiFields({
  caption,
  fields,
}: {
  caption: string;
  fields: readonly (FieldRow & { where?: string })[];
}) {
  return (
    <Table caption={caption} columns={COLUMNS} className="table-fixed">
      {fields.map((field) => (
        <tr key={`${field.where} ${field.name}`}>
          <th scope="row" className="py-1.5 align-top whitespace-normal">
            <span className="num break-words">{field.name}</span>
            <span className="block text-2xs text-ink-3">
              {field.where ? `${field.where}, ` : ''}
              {field.required ? 'always' : 'optional'}
            </span>
            <span className="block text-2xs text-ink-2 lg:hidden">
              <TypeText words={field.type} types={field.types} />
            </span>
          </th>
          <td className="py-1.5 align-top whitespace-normal text-ink-2 max-lg:hidden">
            <TypeText words={field.type} types={field.types} />
          </td>
          <td className="py-1.5 align-top break-words whitespace-normal text-ink-2">{field.says}</td>
        </tr>
      ))}
    </Table>
  );
}
