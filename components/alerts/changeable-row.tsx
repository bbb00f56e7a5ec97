// A row of a list whose entries somebody may change: its name, what is told of it, and the button that opens the form.
'use client';
import { Pencil } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';

interface ChangeableRowProps {
  name: string;
  heldBy: string | null;
  children: ReactNode;
  onEdit: () => void;
}

export function ChangeableRow({ name, heldBy, children, onEdit }: ChangeableRowProps) {
  return (
    <li className="flex items-start gap-3 border-b border-line py-2 text-xs">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{name}</p>
        {children}
      </div>
      <Button size="sm" icon={Pencil} disabledReason={heldBy} onClick={onEdit} aria-label={`Change: ${name}`}>
        Change
      </Button>
    </li>
  );
}
