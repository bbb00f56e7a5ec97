// A sign-off form on A4: the decision, what was measured, what GO changed, four signatures bound to one hash, and who printed it when.
'use client';
import { Printer } from 'lucide-react';
import { ValueText } from '#components/changes/value-text.tsx';
import { effectWords, exactSecond, stamp } from '#components/format-time.ts';
import { Screen } from '#components/screen.tsx';
import { shortHash } from '#components/short-hash.ts';
import { Button } from '#components/ui/button.tsx';
import { Mark } from '#components/ui/mark.tsx';
import { Section } from '#components/ui/section.tsx';
import type { Column } from '#components/ui/table.tsx';
import { useOrigin } from '#components/use-origin.ts';
import { usePrintedPage } from '#components/use-printed-page.ts';
import { FORM_STATES, type FormState, SIGNOFF_DECISIONS } from '#lib/catalog/signoff-types.ts';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';
import {
  ChecklistParts,
  CriteriaPart,
  DocumentPart,
  MetricsPart,
  OutcomeParts,
  PairsPart,
  PlanPart,
} from './form-parts.tsx';
import { FormTable } from './form-table.tsx';
import { formDashboards, formTitle } from './form-words.ts';

const PROVEN: Readonly<Record<string, string>> = { passkey: 'Passkey', code: 'One-time code' };

function Decision({ body }: { body: SignoffBody }) {
  const { decided } = body;
  const word = decided ? (SIGNOFF_DECISIONS[decided.decision as 'go' | 'no-go'] ?? '') : 'Not decided';
  return (
    <div className="shrink-0 border-2 border-ink px-5 py-2 text-center">
      <p className="text-xl font-semibold">{word}</p>
      <p className="tn text-xs">
        {decided ? `${exactSecond(decided.at)} UTC` : (FORM_STATES[body.state as FormState] ?? body.state)}
      </p>
    </div>
  );
}

const CELL = 'py-1.5 pr-3 last:pr-0';

const CHANGES: readonly Column[] = [
  { key: 'switch', label: 'Switch' },
  { key: 'before', label: 'Before', right: true },
  { key: 'after', label: 'After', right: true },
];
/** Once they were made. */
const EFFECT: readonly Column[] = [
  { key: 'effect', label: 'Time to effect', right: true },
  { key: 'instances', label: 'Instances', right: true },
];

/** One row for each value. A change set is one revision: every instance has all of it, or nothing. */
function Changes({ body }: { body: SignoffBody }) {
  const { changeSet, snapshot } = body;
  const before = snapshot.position.split('.')[1];
  const title = changeSet
    ? `What GO changed, revision ${before} to ${changeSet.revision}`
    : `What GO ${body.decided?.decision === 'go' ? 'changed' : 'would change'}, at revision ${before}`;
  if (snapshot.changes.length === 0) {
    return (
      <Section title={title} className="keep">
        <p className="border-t border-line py-1.5 text-sm">None: every value held already.</p>
      </Section>
    );
  }
  return (
    <Section title={title}>
      <FormTable caption={title} columns={changeSet ? [...CHANGES, ...EFFECT] : CHANGES}>
        <tbody>
          {snapshot.changes.map(({ switch: name, symbol, from, to }) => (
            <tr key={`${name}/${symbol}`} className="border-t border-line">
              <td className={`num ${CELL} break-all`}>{symbol === null ? name : `${name}.${symbol}`}</td>
              <td className={`${CELL} text-right`}>
                <ValueText name={name} value={from} />
              </td>
              <td className={`${CELL} text-right font-semibold`}>
                <ValueText name={name} value={to} />
              </td>
              {changeSet ? (
                <>
                  <td className={`num ${CELL} text-right`}>
                    {changeSet.slowestMs === null ? 'not yet' : effectWords(changeSet.slowestMs)}
                  </td>
                  <td className={`num ${CELL} text-right`}>
                    {changeSet.applied}/{changeSet.instances}
                  </td>
                </>
              ) : null}
            </tr>
          ))}
        </tbody>
      </FormTable>
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
            <span className="border-b border-ink pb-1 text-lg leading-6 font-medium text-ink">
              {signature?.person.name ?? '\u00a0'}
            </span>
            <span className="tn self-end border-b border-ink pb-1 leading-6">
              {signature ? `${exactSecond(signature.at)} UTC` : '\u00a0'}
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
          NO-GO by {body.decided.by.name}, {exactSecond(body.decided.at)} UTC: {body.decided.reason}
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

/** Addresses in full: paper has no links. */
function PrintedDashboards({ body }: { body: SignoffBody }) {
  const origin = useOrigin();
  const pairs = formDashboards(body).map(({ label, path }) => ({ label, value: origin + path }));
  return <PairsPart title="Dashboards" pairs={pairs} />;
}

export function PrintedForm({ body, printedBy }: { body: SignoffBody; printedBy: string }) {
  const { snapshot, form, now, chain } = body;
  const what = `${snapshot.title}, ${body.decided ? 'signed form' : 'form'}`;
  usePrintedPage(`Bulkhead, ${what.toLowerCase()}`, form);
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
        <span className="text-ink-2">{what}</span>
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
      <PlanPart plan={snapshot.plan} />
      <div className="grid gap-5 sm:grid-cols-2 sm:gap-x-8 print:grid-cols-2">
        <OutcomeParts snapshot={snapshot} />
      </div>
      <PairsPart
        title="Notes"
        sentences
        pairs={snapshot.notes
          .filter(({ text }) => text !== '')
          .map(({ title, text }) => ({ label: title, value: text }))}
      />
      <PrintedDashboards body={body} />
      <PairsPart
        title="Emergency contacts"
        pairs={snapshot.contacts.map(({ severity, name, phone, email }) => ({
          label: `${name}, ${severity}`,
          value: [phone, email].filter((one) => one !== null).join(', ') || 'no number',
        }))}
      />
      <DocumentPart body={body} />
      <p className="flex flex-wrap justify-between gap-x-4 border-t border-ink pt-2 text-xs text-ink-2">
        <span>
          Printed {exactSecond(now)} UTC by {printedBy}.
          {chain
            ? chain.verified
              ? ' Verified against the chain at printing.'
              : ' The chain was not verified up to it yet.'
            : ''}
        </span>
        <span className="num print:hidden">{form}</span>
      </p>
    </Screen>
  );
}
