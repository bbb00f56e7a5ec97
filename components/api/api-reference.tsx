// The API as a page: operations by group with a filter, then the types they answer and the codes they refuse with.
'use client';
import { type RefObject, useEffect, useRef } from 'react';
import { BarSearch } from '#components/bar-search.tsx';
import { focusRow } from '#components/row-focus.ts';
import { useKeys } from '#components/shell/keyboard.ts';
import { EmptyState } from '#components/ui/panel-states.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table } from '#components/ui/table.tsx';
import { ApiEntry } from './api-entry.tsx';
import { ApiFields } from './api-fields.tsx';
import { ApiOperation } from './api-operation.tsx';
import { type ApiView, fitting } from './api-view.ts';

interface ApiReferenceProps {
  view: ApiView;
  filter: string;
  onFilter: (filter: string) => void;
  onCopy: (text: string) => void;
}

/** Opens the operation that the address names, now and whenever the part behind `#` changes. */
function useOpenAnchor(frame: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const open = () => {
      const id = decodeURIComponent(window.location.hash.slice(1));
      const named = id ? document.getElementById(id) : null;
      if (!named || !frame.current?.contains(named)) return;
      if (named instanceof HTMLDetailsElement) named.open = true;
      named.scrollIntoView({ block: 'start' });
    };
    open();
    window.addEventListener('hashchange', open);
    return () => window.removeEventListener('hashchange', open);
  }, [frame]);
}

const GROUP_TITLES: Readonly<Record<string, string>> = {
  commands: 'Commands',
  reads: 'Reads',
  streams: 'Streams',
  edge: 'Edge',
  probes: 'Probes',
};

const ERROR_COLUMNS = [
  { key: 'code', label: 'Code', className: 'w-[220px] max-lg:w-[46%]' },
  { key: 'status', label: 'Status', className: 'w-[64px] max-lg:hidden' },
  { key: 'exit', label: 'CLI exit', className: 'w-[72px] max-lg:hidden' },
  { key: 'when', label: 'When, and what to do' },
];

function firstSentence(text: string): string {
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;
}

/** Anchors stop below the bars that stay in view; what is only spoken stays inside, or it would lengthen the page. */
const FRAME = 'relative [&_[id]]:scroll-mt-14 lg:[&_[id]]:scroll-mt-12';

export function ApiReference({ view, filter, onFilter, onCopy }: ApiReferenceProps) {
  const frame = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const groups = fitting(view.groups, filter);
  useOpenAnchor(frame);
  useKeys({
    '/': () => search.current?.focus(),
    j: () => focusRow(frame.current, 1),
    k: () => focusRow(frame.current, -1),
  });
  return (
    <div ref={frame} className={FRAME}>
      <div className="gap-10 px-4 pt-4 text-sm text-ink-2 lg:columns-2 lg:px-6 [&>p]:break-inside-avoid [&>p]:pb-3">
        {view.description.split('\n\n').map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
      <div className="sticky top-[calc(var(--bar-banner)+var(--bar-header))] z-[9] flex min-h-12 items-center border-y border-line bg-canvas px-4 py-2 lg:top-0 lg:px-6">
        <BarSearch
          ref={search}
          label="Filter operations"
          placeholder="Name, field, role"
          maxLength={100}
          value={filter}
          wide
          onValue={onFilter}
        />
      </div>
      {groups.length === 0 ? (
        <div className="px-4 lg:px-6">
          <EmptyState title="No operation fits">Take a word out of the filter.</EmptyState>
        </div>
      ) : (
        groups.map((group) => (
          <Section
            key={group.name}
            title={<span className="pl-4 lg:pl-6">{GROUP_TITLES[group.name] ?? group.name}</span>}
            note={<span className="max-lg:pl-4">{group.description}</span>}
            rule
            className="pt-4"
          >
            {group.operations.map((operation) => (
              <ApiOperation key={operation.id} operation={operation} onCopy={onCopy} />
            ))}
          </Section>
        ))
      )}
      <Section title={<span className="pl-4 lg:pl-6">Refusals</span>} rule className="pt-6">
        <div className="px-4 lg:px-6">
          <Table caption="Codes of refusals" columns={ERROR_COLUMNS} className="table-fixed">
            {view.errors.map(({ code, status, exit, when }) => (
              <tr key={code} id={`error-${code}`} className="target:bg-sel">
                <th scope="row" className="py-1.5 align-top whitespace-normal">
                  <span className="num break-words">{code}</span>
                  <span className="num block text-2xs text-ink-3 lg:hidden">
                    {status}, exit {exit}
                  </span>
                </th>
                <td className="num py-1.5 align-top text-ink-2 max-lg:hidden">{status}</td>
                <td className="num py-1.5 align-top text-ink-2 max-lg:hidden">{exit}</td>
                <td className="py-1.5 align-top whitespace-normal text-ink-2">{when}</td>
              </tr>
            ))}
          </Table>
        </div>
      </Section>
      <Section title={<span className="pl-4 lg:pl-6">Types</span>} rule className="pt-6 pb-10">
        {view.types.map((type) => (
          <ApiEntry
            key={type.name}
            id={`type-${type.name}`}
            head={
              <>
                <span className="num text-sm lg:w-[368px]">{type.name}</span>
                <span className="text-xs text-ink-3 max-lg:w-full">{firstSentence(type.description)}</span>
              </>
            }
          >
            {type.description ? <p className="max-w-prose text-sm text-ink-2">{type.description}</p> : null}
            {type.is ? <p className="mt-1 text-xs text-ink-2">{type.is}</p> : null}
            {type.fields.length > 0 ? (
              <ApiFields caption={`Fields of ${type.name}`} fields={type.fields} />
            ) : null}
          </ApiEntry>
        ))}
      </Section>
    </div>
  );
}
