// Invites somebody: name, address and roles; what was written stays when it is refused.
'use client';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { Role } from '#lib/catalog/roles.ts';
import { LINK_SECONDS } from '#lib/catalog/session-policy.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { RolePicker } from './role-picker.tsx';
import { Button } from './ui/button.tsx';
import { Dialog } from './ui/dialog.tsx';
import { TextField } from './ui/field.tsx';
import { FormError } from './ui/form-error.tsx';

interface InviteDialogProps {
  pending: boolean;
  error: ErrorBody['error'] | null;
  onInvite: (invitation: { name: string; email: string; roles: readonly Role[] }) => void;
  onClose: () => void;
}

/** The sentence that belongs to a field, when the refusal names it. */
function fieldError(error: ErrorBody['error'] | null, field: string): string | null {
  const fields = error?.details?.fields as Readonly<Record<string, string>> | undefined;
  return fields?.[field] ?? null;
}

export function InviteDialog({ pending, error, onInvite, onClose }: InviteDialogProps) {
  const formId = useId();
  const nameRef = useRef<HTMLInputElement>(null);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<readonly Role[]>([]);
  const missing =
    name.trim() === ''
      ? 'Write their name first.'
      : email.trim() === ''
        ? 'Write their e-mail address first.'
        : roles.length === 0
          ? 'Choose at least one role first.'
          : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!missing && !pending) onInvite({ name: name.trim(), email: email.trim(), roles });
  };
  const [ofName, ofEmail] = [fieldError(error, 'name'), fieldError(error, 'email')];
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Invite a person"
      description={`You get a link to give to them. It can be used once, within ${LINK_SECONDS.invitation / 3_600} hours.`}
      initialFocus={nameRef}
      className="sm:w-[520px]"
      footer={
        <>
          <Button type="submit" form={formId} variant="ink" size="lg" busy={pending} disabledReason={missing}>
            Invite the person
          </Button>
          <Button variant="ghost" size="lg" onClick={onClose}>
            Cancel
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="mt-3 flex flex-col gap-3">
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            ref={nameRef}
            label="Name"
            maxLength={100}
            autoComplete="off"
            error={ofName}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <TextField
            label="Email"
            type="email"
            maxLength={254}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            error={ofEmail}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </div>
        <RolePicker chosen={roles} onChange={setRoles} />
        <FormError error={ofName || ofEmail ? null : error} />
      </form>
    </Dialog>
  );
}
