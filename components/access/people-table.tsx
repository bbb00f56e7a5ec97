// Everybody with access: a table on wide screens, two-line rows on phones; a row opens the person's sheet.
'use client';
import clsx from 'clsx';
import { roleWords } from '#components/initials.ts';
import { Table } from '#components/ui/table.tsx';
import type { PersonView } from '#lib/contract/access.ts';
import { seenWords } from './people-words.ts';
import { PersonFactor, PersonState } from './person-marks.tsx';
import { roleLabel } from './role-words.ts';

interface PeopleTableProps {
  people: readonly PersonView[];
  /** Database time. */
  now: string;
  me: string;
  selected: string | null;
  onSelect: (id: string) => void;
}

const COLUMNS = [
  { key: 'name', label: 'Name' },
  { key: 'email', label: 'Email' },
  { key: 'roles', label: 'Roles' },
  { key: 'state', label: 'State' },
  { key: 'factor', label: 'Second factor' },
  { key: 'sessions', label: 'Sessions', right: true },
  { key: 'tokens', label: 'Tokens', right: true },
  { key: 'seen', label: 'Last seen' },
];

export function Roles({ person }: { person: PersonView }) {
  return (
    <>
      {roleWords(person.roles)}
      {person.addedRoles.length > 0 ? (
        <span className="text-ink-3">
          {' '}
          and here {person.addedRoles.map((role) => roleLabel(role).toLowerCase()).join(', ')}
        </span>
      ) : null}
    </>
  );
}

export function PeopleTable({ people, now, me, selected, onSelect }: PeopleTableProps) {
  const name = (person: PersonView, className: string) => (
    <button
      type="button"
      onClick={() => onSelect(person.id)}
      aria-haspopup="dialog"
      className={clsx('text-left font-medium', person.state === 'disabled' && 'text-ink-3', className)}
    >
      {person.name}
      {person.id === me ? <span className="font-normal text-ink-3"> (you)</span> : null}
    </button>
  );
  return (
    <>
      <div className="max-lg:hidden">
        <Table caption="People" columns={COLUMNS} edge="page" headTop="top-0">
          {people.map((person) => (
            <tr
              key={person.id}
              data-selected={person.id === selected || undefined}
              onClick={() => onSelect(person.id)}
              className="cursor-pointer"
            >
              <th scope="row">{name(person, 'hover:underline')}</th>
              <td className="max-w-56 truncate text-ink-2!">{person.email}</td>
              <td className="text-ink-2!">
                <Roles person={person} />
              </td>
              <td>
                <PersonState person={person} />
              </td>
              <td className="text-ink-2!">
                <PersonFactor person={person} />
              </td>
              <td className="num r text-ink-2!">{person.sessions}</td>
              <td className="num r text-ink-2!">{person.tokens}</td>
              <td className="tn text-ink-2!">{seenWords(person.lastSeenAt, now)}</td>
            </tr>
          ))}
        </Table>
      </div>
      <ul className="lg:hidden">
        {people.map((person) => (
          <li key={person.id} className="relative min-h-[54px] border-b border-line px-4 py-2">
            <div className="flex items-center justify-between gap-3 text-sm">
              {name(person, 'min-w-0 truncate after:absolute after:inset-0')}
              <span className="shrink-0 text-xs">
                <PersonState person={person} />
              </span>
            </div>
            <div className="truncate text-xs text-ink-3">
              <Roles person={person} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
