// A password field that can be looked at while typing.
'use client';
import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/field.tsx';
import { PASSWORD } from '#lib/catalog/session-policy.ts';

/** What a new password has to be; whether it is, only the server says. */
export const PASSWORD_RULE = `At least ${PASSWORD.leastLength} characters, not widely known, not made of your name. Four unrelated words are good.`;

export function PasswordField(props: Omit<ComponentProps<typeof TextField>, 'type' | 'suffix'>) {
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      fieldClassName="h-9 pr-1!"
      suffix={
        <Button
          variant="ghost"
          size="sm"
          square
          aria-pressed={shown}
          aria-label={`Show what is typed: ${typeof props.label === 'string' ? props.label : 'password'}`}
          onClick={() => setShown((before) => !before)}
        >
          {shown ? (
            <EyeOff className="size-4" aria-hidden="true" />
          ) : (
            <Eye className="size-4" aria-hidden="true" />
          )}
        </Button>
      }
    />
  );
}
