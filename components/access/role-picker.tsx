// Roles to give: one box each with what it may do, and a line where a combination lets one person act and approve.
'use client';
import { TriangleAlert } from 'lucide-react';
import { useId } from 'react';
import { ROLE_NAMES, ROLES, type Role } from '#lib/catalog/roles.ts';
import { combinationWarnings, ROLE_MAY } from './role-words.ts';

interface RolePickerProps {
  chosen: readonly Role[];
  onChange: (roles: readonly Role[]) => void;
  /** Why they cannot be changed; the boxes then only show. */
  heldBy?: string | null;
}

export function RolePicker({ chosen, onChange, heldBy = null }: RolePickerProps) {
  const id = useId();
  const toggle = (role: Role): void => {
    if (heldBy) return;
    const next = chosen.includes(role) ? chosen.filter((one) => one !== role) : [...chosen, role];
    onChange(ROLE_NAMES.filter((one) => next.includes(one)));
  };
  return (
    <fieldset aria-describedby={heldBy ? id : undefined}>
      <legend className="lbl mb-1">Roles</legend>
      {heldBy ? (
        <p id={id} className="mb-2 text-xs text-ink-2">
          {heldBy}
        </p>
      ) : null}
      <div className="divide-y divide-line overflow-hidden rounded-md border border-line">
        {ROLE_NAMES.map((role) => (
          <label
            key={role}
            className="flex min-h-11 cursor-pointer items-start gap-2.5 px-2.5 py-1.5 has-checked:bg-sel has-aria-disabled:cursor-default"
          >
            <input
              type="checkbox"
              className="mt-0.5 size-4 shrink-0 accent-ink"
              aria-labelledby={`${id}${role}`}
              aria-describedby={`${id}${role}-may`}
              checked={chosen.includes(role)}
              aria-disabled={heldBy ? true : undefined}
              onChange={() => toggle(role)}
            />
            <span className="min-w-0">
              <span id={`${id}${role}`} className="block text-sm leading-5 font-medium">
                {ROLES[role].label}
              </span>
              <span id={`${id}${role}-may`} className="block text-xs text-ink-3">
                {ROLE_MAY[role]}
              </span>
            </span>
          </label>
        ))}
      </div>
      {combinationWarnings(chosen).map((warning) => (
        <p key={warning} className="mt-2 flex items-start gap-1.5 text-xs text-risk-text">
          <TriangleAlert className="mt-px size-3.5" aria-hidden="true" />
          {warning}
        </p>
      ))}
    </fieldset>
  );
}
