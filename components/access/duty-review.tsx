// The review of duties, section by section, each with what it found or what it would show.

import { kindTitle } from '#components/audit/audit-kinds.ts';
import { day, exact } from '#components/format-time.ts';
import { EmptyState } from '#components/ui/panel-states.tsx';
import { Section } from '#components/ui/section.tsx';
import { DUTIES } from '#lib/catalog/duties.ts';
import type { DutyReviewBody, ReviewedPerson } from '#lib/contract/review.ts';
import { FLAWS, roleLabel, roleList } from './duty-words.ts';

function Person({ person, children }: { person: ReviewedPerson; children?: React.ReactNode }) {
  return (
    <li className="border-b border-line py-2.5 text-sm">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{person.name}</span>
        <span className="min-w-0 text-xs break-all text-ink-3">{person.email}</span>
        <span className="text-xs text-ink-2 sm:ml-auto">{roleList(person)}</span>
      </p>
      {children}
    </li>
  );
}

function Combinations({ items }: { items: DutyReviewBody['combinations'] }) {
  if (items.length === 0)
    return (
      <EmptyState title="Nobody holds two duties">
        Roles that act and roles that approve lie with different people.
      </EmptyState>
    );
  return (
    <ul>
      {items.map((person) => (
        <Person key={person.id} person={person}>
          {person.findings.map(({ duty: key, roles }) => {
            const duty = DUTIES.find((one) => one.key === key);
            if (!duty) return null;
            return (
              <div key={key} className="mt-1.5 text-xs">
                <p>
                  <span className="font-medium">{duty.title}:</span> {roles.map(roleLabel).join(' and ')}{' '}
                  together let one person {duty.allows}
                </p>
                <p className="text-ink-3">Bulkhead compares people, not roles: {duty.prevents}</p>
              </div>
            );
          })}
        </Person>
      ))}
    </ul>
  );
}

function People({ people, none, says }: { people: readonly ReviewedPerson[]; none: string; says: string }) {
  if (people.length === 0) return <EmptyState title={none}>{says}</EmptyState>;
  return (
    <ul>
      {people.map((person) => (
        <Person key={person.id} person={person} />
      ))}
    </ul>
  );
}

function Credentials({ items }: { items: DutyReviewBody['credentials'] }) {
  if (items.length === 0)
    return (
      <EmptyState title="Every key and token has an owner, an end and a use">
        Nothing here is a door that nobody watches.
      </EmptyState>
    );
  return (
    <ul>
      {items.map((one) => (
        <li key={one.id} className="border-b border-line py-2.5 text-sm">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium">{one.name}</span>
            <span className="num text-xs text-ink-3">
              {one.kind} {one.prefix}…
            </span>
            <span className="text-xs text-ink-2">{one.owner ? `of ${one.owner}` : 'of nobody'}</span>
            <span className="text-xs text-ink-3 sm:ml-auto">
              {one.lastUsedAt ? `last used ${day(one.lastUsedAt)}` : `never used, made ${day(one.createdAt)}`}
            </span>
          </p>
          <p className="mt-0.5 text-xs text-risk-text">{one.flaws.map((flaw) => FLAWS[flaw]).join(' · ')}</p>
        </li>
      ))}
    </ul>
  );
}

function BreakGlass({ items }: { items: DutyReviewBody['breakGlass'] }) {
  if (items.length === 0) {
    return (
      <EmptyState title="No break-glass is on record">
        A raising change that skipped its second approval would stand here, with who did it, the incident it
        names, and who reviewed it.
      </EmptyState>
    );
  }
  return (
    <ul>
      {items.map((one) => (
        <li key={one.seq} className="border-b border-line py-2.5 text-sm">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium">{one.actor.name}</span>
            <span className="text-xs text-ink-2">{kindTitle(one.kind)}</span>
            <span className="num text-xs">{one.subject}</span>
            <span className="num text-xs text-ink-3 sm:ml-auto">
              entry {one.seq}, {exact(one.at)}
            </span>
          </p>
          {one.reason ? <p className="mt-0.5 text-xs break-words text-ink-2">{one.reason}</p> : null}
        </li>
      ))}
    </ul>
  );
}

const count = (items: readonly unknown[]) => <span className="tn">{items.length}</span>;

export function DutyReview({ review }: { review: DutyReviewBody }) {
  const { combinations, superAdmins, withoutSecondFactor, credentials, breakGlass, people } = review;
  return (
    <div className="grid max-w-[1100px] gap-8 px-4 py-5 lg:px-6">
      <Section title="Roles that act and approve" note={count(combinations)} rule>
        <Combinations items={combinations} />
      </Section>
      <Section
        title="Super admins"
        note={<span className="tn">{`${superAdmins.length} of ${people} people`}</span>}
        rule
      >
        <People
          people={superAdmins}
          none="There is no super admin"
          says="Nobody can let people in or reset a second factor."
        />
        {superAdmins.length === 1 ? (
          <p className="mt-2 text-xs text-risk-text">With one alone, nobody can reset their second factor.</p>
        ) : null}
      </Section>
      <Section title="Without a second factor" note={count(withoutSecondFactor)} rule>
        <People
          people={withoutSecondFactor}
          none="Everybody has a second factor"
          says="People who are disabled are not counted."
        />
      </Section>
      <Section title="Keys and tokens to look at" note={count(credentials)} rule>
        <Credentials items={credentials} />
      </Section>
      <Section title="Break-glass" note={count(breakGlass)} rule>
        <BreakGlass items={breakGlass} />
      </Section>
    </div>
  );
}
