// One operation of the API: a row that opens to who may, what it takes and answers, a call to copy, and its refusals.
'use client';
import clsx from 'clsx';
import { Copy, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ApiEntry } from './api-entry.tsx';
import { ApiFields, TypeText } from './api-fields.tsx';
import type { OperationView } from './api-view.ts';

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mt-4">
      <h3 className="lbl mb-1">{title}</h3>
      {children}
    </div>
  );
}

function Codes({ codes }: { codes: OperationView['codes'] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {codes.map(({ status, code }) => (
        <li key={code}>
          <span className="num text-ink-3">{status}</span>{' '}
          <a className="link num" href={`#error-${code}`}>
            {code}
          </a>
        </li>
      ))}
    </ul>
  );
}

export function ApiOperation({
  operation,
  onCopy,
}: {
  operation: OperationView;
  onCopy: (text: string) => void;
}) {
  const { id, method, path, summary, description, who, takes, answers, curl, codes } = operation;
  return (
    <ApiEntry
      id={id}
      head={
        <>
          <span
            className={clsx('num w-9 text-2xs', method === 'POST' ? 'font-semibold text-ink' : 'text-ink-3')}
          >
            {method}
          </span>
          <span className="num min-w-0 text-sm break-all lg:w-[320px]">{path}</span>
          <span className="text-xs text-ink-2 max-lg:w-full max-lg:pl-12">{summary}</span>
        </>
      }
    >
      {description ? <p className="max-w-prose text-sm text-ink-2">{description}</p> : null}
      <p className="mt-2 flex items-center gap-1.5 text-xs text-ink-2">
        <Users className="size-3.5 text-ink-3" aria-hidden="true" />
        <span className="sr-only">Who may: </span>
        {who}
      </p>
      {takes.length > 0 ? (
        <Part title="Takes">
          <ApiFields caption={`What ${path} takes`} fields={takes} />
        </Part>
      ) : null}
      {answers ? (
        <Part title="Answers">
          <p className="num text-xs">
            <TypeText words={answers} types={[answers]} />
          </p>
        </Part>
      ) : null}
      <Part title="Call">
        <div className="flex items-start gap-2 rounded-md border border-line bg-sunken p-3">
          <pre className="num min-w-0 flex-1 text-xs break-all whitespace-pre-wrap">{curl}</pre>
          <Button variant="ghost" size="sm" icon={Copy} onClick={() => onCopy(curl)}>
            Copy
          </Button>
        </div>
      </Part>
      {codes.length > 0 ? (
        <Part title="Refusals">
          <Codes codes={codes} />
        </Part>
      ) : null}
    </ApiEntry>
  );
}
