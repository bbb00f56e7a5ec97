// A small dialog in the middle (at the thumb on phones): traps focus, gives it back, focuses what the caller names.
'use client';
import './nonce.ts';
import clsx from 'clsx';
import { ArrowDownRight, ArrowUpRight, X } from 'lucide-react';
import { Close, Content, Description, Overlay, Portal, Root, Title } from 'radix-ui/dialog';
import type { ReactNode, RefObject } from 'react';
import { Button } from './button.tsx';
import { useReturnFocus } from './return-focus.ts';

/** Which way what the dialog does moves the venue. */
export type DialogTone = 'safe' | 'raise' | 'plain';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  tone?: DialogTone;
  title: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode;
  /** Receives focus at opening: the action of a safe dialog, the reason of a raising one. */
  initialFocus?: RefObject<HTMLElement | null>;
  className?: string;
  children: ReactNode;
  footer?: ReactNode;
}

export function Dialog({
  open,
  onOpenChange,
  tone = 'plain',
  title,
  description,
  initialFocus,
  className,
  children,
  footer,
}: DialogProps) {
  const focus = useReturnFocus(initialFocus);
  return (
    <Root open={open} onOpenChange={onOpenChange}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 animate-fade-in bg-shade" />
        <Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          {...focus}
          className={clsx(
            'fixed z-50 flex max-h-[calc(100dvh-48px)] animate-pop-in flex-col overflow-hidden rounded-lg bg-raised shadow-pop',
            'inset-x-2 bottom-2 sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[440px] sm:-translate-x-1/2 sm:-translate-y-1/2',
            className,
          )}
        >
          {tone === 'raise' ? <HatchedEdge /> : null}
          <div className={clsx('overflow-y-auto p-4', tone === 'raise' && 'pl-6')}>
            <div className="flex items-start gap-2">
              <DirectionIcon tone={tone} />
              <Title className="min-w-0 flex-1 text-sm font-semibold">{title}</Title>
              <Close asChild>
                <Button
                  variant="ghost"
                  size="sm"
                  square
                  aria-label="Close"
                  className="-mt-0.5 -mr-1.5 pointer-coarse:-mt-3 pointer-coarse:-mb-3 pointer-coarse:-mr-3"
                >
                  <X className="size-4" aria-hidden="true" />
                </Button>
              </Close>
            </div>
            {description ? (
              <Description className="mt-1 text-xs leading-4 text-ink-2">{description}</Description>
            ) : null}
            {children}
          </div>
          {footer ? (
            <div className={clsx('flex flex-wrap gap-2 px-4 pb-4', tone === 'raise' && 'pl-6')}>{footer}</div>
          ) : null}
        </Content>
      </Portal>
    </Root>
  );
}

/** The left edge of everything that raises exposure. */
export function HatchedEdge() {
  return (
    <span
      aria-hidden="true"
      className="hatch-risk absolute inset-y-0 left-0 z-10 w-1.5 border-r border-risk-line"
    />
  );
}

export function DirectionIcon({ tone }: { tone: DialogTone }) {
  if (tone === 'safe') return <ArrowDownRight className="mt-0.5 size-4 text-safe-text" aria-hidden="true" />;
  if (tone === 'raise') return <ArrowUpRight className="mt-0.5 size-4 text-risk-text" aria-hidden="true" />;
  return null;
}
