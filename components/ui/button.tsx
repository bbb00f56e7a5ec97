// Every button: its look says whether it lowers exposure, is neutral, or raises; a disabled one stays focusable and tells why.
'use client';
import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { type ComponentProps, type MouseEvent, useId, useState } from 'react';
import { Kbd } from './kbd.tsx';
import { Tooltip } from './tooltip.tsx';

/**
 * `safe`: the one act of the view that lowers exposure. `safe-soft`: the same in rows. `ink`: acknowledge routine work.
 * `outline`: neutral. `ghost`: quiet. `risk`: raises exposure (hatched).
 */
export type ButtonVariant = 'safe' | 'safe-soft' | 'ink' | 'outline' | 'ghost' | 'risk';
/** Heights 24, 28, 36 and 48 px. */
export type ButtonSize = 'sm' | 'md' | 'lg' | 'xl';

const VARIANT = {
  safe: 'btn-safe',
  'safe-soft': 'btn-safe-soft',
  ink: 'btn-ink',
  outline: '',
  ghost: 'btn-ghost',
  risk: 'btn-risk',
} as const satisfies Record<ButtonVariant, string>;

const SIZE = { sm: 'btn-sm', md: '', lg: 'btn-lg', xl: 'btn-xl' } as const satisfies Record<
  ButtonSize,
  string
>;

/** Classes of a button, for links that look like one. */
export function buttonClass(variant: ButtonVariant = 'outline', size: ButtonSize = 'md'): string {
  return clsx('btn', VARIANT[variant], SIZE[size]);
}

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
  /** Shown after the label, such as `Enter`. */
  kbd?: string;
  /** At work: presses do nothing; say what is going on in the label. */
  busy?: boolean;
  /** Why it cannot be pressed now. It stays focusable and tells this on focus, hover and press. */
  disabledReason?: string | null;
  /** Only an icon: give `aria-label`. */
  square?: boolean;
}

export function Button({
  variant = 'outline',
  size = 'md',
  icon: Icon,
  kbd,
  busy = false,
  disabledReason,
  square = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const [told, setTold] = useState(false);
  const held = Boolean(disabledReason);
  const press = (event: MouseEvent<HTMLButtonElement>): void => {
    if (held || busy) {
      event.preventDefault();
      if (held) setTold(true);
      return;
    }
    onClick?.(event);
  };
  const button = (
    <button
      {...rest}
      type={type}
      onClick={press}
      aria-disabled={held || undefined}
      aria-busy={busy || undefined}
      aria-describedby={held ? reasonId : rest['aria-describedby']}
      className={clsx(buttonClass(variant, size), square && 'btn-icon', className)}
    >
      {Icon ? (
        <Icon className={size === 'lg' || size === 'xl' ? 'size-4' : 'size-3.5'} aria-hidden="true" />
      ) : null}
      {children}
      {kbd ? <Kbd className="pointer-coarse:hidden">{kbd}</Kbd> : null}
    </button>
  );
  if (!disabledReason) return button;
  return (
    <>
      <Tooltip text={disabledReason} open={told} onOpenChange={setTold}>
        {button}
      </Tooltip>
      <span id={reasonId} hidden>
        {disabledReason}
      </span>
    </>
  );
}
