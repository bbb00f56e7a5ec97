// A sign-off form on A4: the decision, what was measured, what GO changed, four signatures bound to one hash, and who printed it when.
'use client';
import { Printer } from 'lucide-react';
import { SIGNOFF_DECISIONS } from '#lib/catalog/signoff-types.ts';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';
import { shortHash } from './audit-words.ts';
import { ChecklistParts, CriteriaPart, MetricsPart, OutcomeParts, PairsPart } from './form-parts.tsx';
import { formTitle } from './form-words.ts';
import { exact, stamp } from './format-time.ts';
import { Screen } from './screen.tsx';
import { Button } from './ui/button.tsx';
import { Mark } from './ui/mark.tsx';
import { Section } from './ui/section.tsx';
import { ValueText } from './value-text.tsx';

const PROVEN: Readonly<Record<string, string>> = { passkey: 'Passkey', code: 'One-time code' };

function Decision({ body }: { body: SignoffBody }) {
  const { decided } = body;
  const word = decided ? (SIGNOFF_DECISIONS[decided.decision as 'go' | 'no-go'] ?? '') : 'Not decided';
  return (
    <div className="shrink-0 border-2 border-ink px-5 py-2 text-center">
      <p className="text-xl font-semibold">{word}</p>
      <p className="num text-xs">{decided ? `${exact(decided.at)} UTC` : body.state}</p>
    </div>
  );
}

function Changes({ body }: { body: SignoffBody }) {
  const { changeSet, snapshot } = body;
  if (snapshot.changes.length === 0) return null;
  const before = snapshot.position.split('.')[1];
  const title = changeSet
    ? `What GO changed, revision ${before} to ${changeSet.revision}`
    : `What GO would change, at revision ${before}`;
  return (
    <Section title={title} className="keep">
      <table className="w-full border-t border-line text-sm">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr className="text-xs text-ink-3">
            <th scope="col" className="py-1.5 pr-3 text-left font-normal">
              Switch
            </th>
            <th scope="col" className="py-1.5 pr-3 text-right font-normal">
              Before
            </th>
            <th scope="col" className="py-1.5 text-right font-normal">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {snapshot.changes.map(({ switch: name, symbol, from, to }) => (
            <tr key={`${name}/${symbol}`} className="border-t border-line">
              <td className="num py-1.5 pr-3 break-all">{symbol === null ? name : `${name}.${symbol}`}</td>
              <td className="py-1.5 pr-3 text-right">
                <ValueText name={name} value={from} />
              </td>
              <td className="py-1.5 text-right font-semibold">
                <ValueText name={name} value={to} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {changeSet ? (
        <p className="mt-1 text-xs text-ink-2">
          {changeSet.applied} of {changeSet.instances} instances have applied it
          {changeSet.slowestMs === null
            ? ''
            : `, the slowest after ${(changeSet.slowestMs / 1_000).toFixed(2)} s`}
          .
        </p>
      ) : null}
    </Section>
  );
}

function Signatures({ body }: { body: SignoffBody }) {
  return (
    <section className="keep">
      <h2 className="h-sec">Signatures</h2>
      <p className="text-xs text-ink-2">
        Each binds to the snapshot below. What changes of it makes every signature void.
      </p>
      <ol className="mt-3 flex flex-col gap-4">
        {body.lines.map(({ line, label, title, statements, signature }) => (
          <li
            key={line}
            className="keep grid grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,2fr)] gap-x-4 text-xs"
          >
            <span className="border-b border-ink pb-1 text-lg leading-6 text-ink">
              {signature?.person.name ?? '\u00a0'}
            </span>
            <span className="num self-end border-b border-ink pb-1 leading-6">
              {signature ? `${exact(signature.at)} UTC` : '\u00a0'}
            </span>
            <span className="num self-end border-b border-ink pb-1 leading-6">
              {signature ? shortHash(signature.signature, 6) : '\u00a0'}
            </span>
            <span className="pt-1 text-ink-2">
              {label}, {title.toLowerCase()}. {statements.map(({ text }) => text).join('. ')}.
            </span>
            <span className="pt-1 text-ink-2">
              {signature
                ? `${PROVEN[signature.provenBy] ?? signature.provenBy}${signature.seq === null ? '' : `, audit entry ${signature.seq.toLocaleString('en-US')}`}`
                : 'Not signed'}
            </span>
            <span className="pt-1 text-ink-2">Signature</span>
          </li>
        ))}
      </ol>
      {body.decided?.decision === 'no-go' ? (
        <p className="mt-4 text-sm">
          NO-GO by {body.decided.by.name}, {exact(body.decided.at)} UTC: {body.decided.reason}
        </p>
      ) : null}
      <dl className="mt-5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-xs">
        <dt className="text-ink-2">Snapshot, SHA-256</dt>
        <dd className="num break-all">{body.hash ?? 'nothing is frozen'}</dd>
        {body.chain ? (
          <>
            <dt className="text-ink-2">Audit chain at entry {body.chain.seq.toLocaleString('en-US')}</dt>
            <dd className="num break-all">{body.chain.hash}</dd>
          </>
        ) : null}
      </dl>
    </section>
  );
}

export function PrintedForm({ body, printedBy }: { body: SignoffBody; printedBy: string }) {
  const { snapshot, form, now, chain } = body;
  return (
    <Screen
      title={form}
      actions={
        <Button icon={Printer} onClick={() => window.print()}>
          Print
        </Button>
      }
      className="relative mx-auto flex max-w-[190mm] flex-col gap-5 p-4 lg:p-6 print:p-0"
    >
      <div className="flex items-center gap-2 border-b-2 border-ink pb-2 text-sm">
        <Mark />
        <span className="font-semibold">Bulkhead</span>
        <span className="text-ink-2">
          {snapshot.title}, {body.decided ? 'signed form' : 'form'}
        </span>
        <span className="num ml-auto">{form}</span>
      </div>
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0 flex-1">
          <h2 className="text-2xl font-semibold break-words">{formTitle(snapshot)}</h2>
          <p className="mt-1 text-sm text-ink-2">
            {snapshot.run.title}.{' '}
            {body.hash === null
              ? 'A draft'
              : `Frozen ${stamp(snapshot.openedAt, now)} UTC by ${snapshot.openedBy.name}`}
            .
          </p>
        </div>
        <Decision body={body} />
      </div>
      <CriteriaPart criteria={snapshot.criteria} />
      <Changes body={body} />
      <Signatures body={body} />
      <MetricsPart metrics={snapshot.metrics} at={null} />
      <ChecklistParts checklists={snapshot.checklists} />
      <PairsPart title="Configuration" pairs={snapshot.configuration} />
      <PairsPart
        title="Build"
        pairs={snapshot.build.map(({ service, version }) => ({ label: service, value: version }))}
      />
      <OutcomeParts snapshot={snapshot} />
      <PairsPart
        title="Notes"
        pairs={snapshot.notes
          .filter(({ text }) => text !== '')
          .map(({ title, text }) => ({ label: title, value: text }))}
      />
      <PairsPart
        title="Emergency contacts"
        pairs={snapshot.contacts.map(({ severity, name, phone, email }) => ({
          label: `${name}, ${severity}`,
          value: [phone, email].filter((one) => one !== null).join(', ') || 'no number',
        }))}
      />
      <p className="flex flex-wrap justify-between gap-x-4 border-t border-ink pt-2 text-xs text-ink-2">
        <span>
          Printed {exact(now)} UTC by {printedBy}.
          {chain
            ? chain.verified
              ? ' Verified against the chain at printing.'
              : ' The chain was not verified up to it yet.'
            : ''}
        </span>
        <span className="num">{form}</span>
      </p>
    </Screen>
  );
}
