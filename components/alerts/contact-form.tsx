// The dialog that adds or changes an emergency contact, or takes it from the list.
'use client';
import { Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { FormDialog } from '#components/form-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Select, TextField } from '#components/ui/field.tsx';
import { SEVERITY_NAMES, type Severity } from '#lib/catalog/incidents.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { ContactView } from '#lib/contract/on-call.ts';
import { severityWords } from './on-call-words.ts';

export interface ContactDraft {
  severity: Severity;
  name: string;
  phone: string | null;
  slack: string | null;
  email: string | null;
}

interface ContactFormProps {
  /** The one to change; null for a new one. */
  contact: ContactView | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onSet: (draft: ContactDraft) => void;
  onRemove: () => void;
  onClose: () => void;
}

/** Ways to reach somebody, as they are asked for. */
const WAYS = [
  { way: 'phone', label: 'Phone', type: 'tel', maxLength: 50, fieldClassName: 'tn' },
  { way: 'slack', label: 'Slack', help: 'A channel or a name, such as #trading or @oncall.', maxLength: 100 },
  { way: 'email', label: 'E-mail', type: 'email', maxLength: 254 },
] as const;

const written = (text: string): string | null => (text.trim() === '' ? null : text.trim());

export function ContactForm({ contact, pending, error, onSet, onRemove, onClose }: ContactFormProps) {
  const nameRef = useRef<HTMLInputElement>(null);
  const [severity, setSeverity] = useState<Severity>(contact?.severity ?? 'critical');
  const [name, setName] = useState(contact?.name ?? '');
  const [ways, setWays] = useState({
    phone: contact?.phone ?? '',
    slack: contact?.slack ?? '',
    email: contact?.email ?? '',
  });
  return (
    <FormDialog
      title={contact ? `Change ${contact.name}` : 'Add a contact'}
      description="Whom to call for a severity, and how. Test pages go to everybody on the list."
      button={contact ? 'Change it' : 'Add the contact'}
      heldBy={name.trim() === '' ? 'Give the contact a name.' : null}
      pending={pending}
      error={error}
      initialFocus={nameRef}
      onSubmit={() =>
        onSet({
          severity,
          name: name.trim(),
          phone: written(ways.phone),
          slack: written(ways.slack),
          email: written(ways.email),
        })
      }
      onClose={onClose}
    >
      <Select
        label="Severity"
        value={severity}
        options={SEVERITY_NAMES.map((value) => ({ value, label: severityWords({ severity: value }) }))}
        onValue={(value) => setSeverity(SEVERITY_NAMES.find((one) => one === value) ?? 'critical')}
      />
      <TextField
        ref={nameRef}
        label="Name"
        maxLength={100}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {WAYS.map(({ way, ...field }) => (
        <TextField
          key={way}
          {...field}
          autoComplete="off"
          value={ways[way]}
          onChange={(event) => setWays({ ...ways, [way]: event.target.value })}
        />
      ))}
      {contact ? (
        <Button size="sm" icon={Trash2} className="self-start" busy={pending} onClick={onRemove}>
          Remove from the list
        </Button>
      ) : null}
    </FormDialog>
  );
}
