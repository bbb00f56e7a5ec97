// One person: what they hold, changing their roles with the difference shown, and what else can be done to them.
'use client';
import { type FormEvent, useId, useState } from 'react';
import { reasonState } from '#components/changes/change-plan.ts';
import { ReasonField } from '#components/changes/change-reason.tsx';
import { day } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { ROLE_NAMES, type Role } from '#lib/catalog/roles.ts';
import type { PersonView } from '#lib/contract/access.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { Roles } from './people-table.tsx';
import { type PersonAct, roleDiff, seenWords, whyNot } from './people-words.ts';
import { PersonFactor, PersonState } from './person-marks.tsx';
import { RoleDiff } from './role-diff.tsx';
import { RolePicker } from './role-picker.tsx';

interface PersonSheetProps {
  person: PersonView;
  everybody: readonly PersonView[];
  me: string;
  now: string;
  /** Why this viewer can do nothing here; null when they can. */
  heldBy: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** Answers whether it was done. */
  onRoles: (roles: readonly Role[], reason: string) => Promise<boolean>;
  onAct: (act: Exclude<PersonAct, 'roles'>) => void;
  onClose: () => void;
}

export function PersonSheet(props: PersonSheetProps) {
  const { person, everybody, me, now, heldBy, pending, error, onRoles, onAct, onClose } = props;
  const formId = useId();
  const stored = ROLE_NAMES.filter((role) => person.roles.includes(role));
  const [drafted, setDrafted] = useState<readonly Role[] | null>(null);
  const [reason, setReason] = useState('');
  const roles = drafted ?? stored;
  const diff = roleDiff(stored, roles);
  const state = reasonState(reason, 'reducing');
  const held = (act: PersonAct): string | null => heldBy ?? whyNot(act, person, everybody, me);
  const missing =
    held('roles') ??
    (diff === null
      ? 'Nothing differs from what they have.'
      : roles.length === 0
        ? 'Choose at least one role, or disable them.'
        : state.ok
          ? null
          : (state.error ?? `Write a reason first: ${state.count} characters.`));
  const apply = (): void => {
    if (missing || pending) return;
    void onRoles(roles, reason.trim()).then((done) => {
      if (!done) return;
      setDrafted(null);
      setReason('');
    });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    apply();
  };
  const disabled = person.state === 'disabled';
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={person.name}
      badge={
        <span className="text-xs">
          <PersonState person={person} />
        </span>
      }
      description="What this person may do, and what can be done about it"
      footer={
        diff ? (
          <>
            <Button
              type="submit"
              form={formId}
              variant="ink"
              size="lg"
              busy={pending}
              disabledReason={missing}
            >
              Change the roles
            </Button>
            <Button variant="ghost" size="lg" onClick={() => setDrafted(null)}>
              Keep them as they are
            </Button>
          </>
        ) : undefined
      }
    >
      <dl className="grid grid-cols-[7rem_1fr] gap-y-1.5 text-xs [&_dt]:text-ink-3">
        <dt>Email</dt>
        <dd className="break-all">{person.email}</dd>
        <dt>May act as</dt>
        <dd>
          <Roles person={person} />
        </dd>
        <dt>Second factor</dt>
        <dd>
          <PersonFactor person={person} />
        </dd>
        <dt>Signs in</dt>
        <dd>{person.external ? 'through the identity provider' : 'here'}</dd>
        <dt>Sessions, tokens</dt>
        <dd className="num">
          {person.sessions}, {person.tokens}
        </dd>
        <dt>Last seen</dt>
        <dd className="tn">{seenWords(person.lastSeenAt, now)}</dd>
        <dt>Here since</dt>
        <dd className="tn">
          {day(person.createdAt)} {new Date(person.createdAt).getUTCFullYear()}
        </dd>
      </dl>
      <form id={formId} onSubmit={submit} className="mt-5 flex flex-col gap-3">
        <RolePicker chosen={roles} onChange={setDrafted} heldBy={held('roles')} />
        {diff ? (
          <>
            <RoleDiff diff={diff} />
            <p className="text-xs text-ink-2">
              {diff.removed.length > 0
                ? `It counts at once. Losing a role signs ${person.name} out of everything that is open.`
                : 'It counts from their next request on.'}
            </p>
            <ReasonField
              way="reducing"
              value={reason}
              state={state}
              offered={false}
              onChange={setReason}
              onEnter={apply}
            />
          </>
        ) : null}
      </form>
      <div className="mt-2">
        <FormError error={error} />
      </div>
      <div className="mt-5 border-t border-line pt-4">
        <p className="lbl mb-2">Access</p>
        <div className="flex flex-wrap gap-2">
          {person.locked ? (
            <Button
              variant="ink"
              busy={pending}
              disabledReason={held('allow')}
              onClick={() => onAct('allow')}
            >
              Let them try again
            </Button>
          ) : null}
          <Button disabledReason={held('reset')} onClick={() => onAct('reset')}>
            Reset second factor
          </Button>
          {disabled ? (
            <Button disabledReason={held('enable')} onClick={() => onAct('enable')}>
              Enable
            </Button>
          ) : (
            <Button disabledReason={held('disable')} onClick={() => onAct('disable')}>
              Disable
            </Button>
          )}
        </div>
        {person.locked ? (
          <p className="mt-2 text-xs text-ink-3">
            Too many wrong sign-ins stand against this address. The limit passes by itself after 15 minutes;
            lift it when you know that it was them.
          </p>
        ) : null}
      </div>
    </Sheet>
  );
}
