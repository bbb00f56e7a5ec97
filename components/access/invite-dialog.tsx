// Invites somebody: name, address and roles; what was written stays when it is refused.
'use client';
import { useRef, useState } from 'react';
import { FormDialog } from '#components/form-dialog.tsx';
import { TextField } from '#components/ui/field.tsx';
import { fieldError } from '#components/ui/form-error.tsx';
import type { Role } from '#lib/catalog/roles.ts';
import { LINK_SECONDS } from '#lib/catalog/session-policy.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { RolePicker } from './role-picker.tsx';

interface InviteDialogProps {
  pending: boolean;
  error: ErrorBody['error'] | null;
  onInvite: (invitation: { name: string; email: string; roles: readonly Role[] }) => void;
  onClose: () => void;
}

export function InviteDialog({ pending, error, onInvite, onClose }: InviteDialogProps) {
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
  const [ofName, ofEmail] = [fieldError(error, 'name'), fieldError(error, 'email')];
  return (
    <FormDialog
      title="Invite a person"
      description={`You get a link to give to them. It can be used once, within ${LINK_SECONDS.invitation / 3_600} hours.`}
      initialFocus={nameRef}
      className="sm:w-[520px]"
      button="Invite the person"
      heldBy={missing}
      pending={pending}
      error={ofName || ofEmail ? null : error}
      onSubmit={() => onInvite({ name: name.trim(), email: email.trim(), roles })}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
