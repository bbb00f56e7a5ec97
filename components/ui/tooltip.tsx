// A few words about something focused or pointed at: can be hovered itself, closes on Escape, never the only source.
'use client';
import { Content, Portal, Provider, Root, Trigger } from 'radix-ui/tooltip';
import type { ReactElement, ReactNode } from 'react';

interface TooltipProps {
  text: ReactNode;
  side?: 'top' | 'bottom' | 'left' | 'right';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** One focusable element. */
  children: ReactElement;
}

export function Tooltip({ text, side = 'top', open, onOpenChange, children }: TooltipProps) {
  return (
    <Provider delayDuration={300} skipDelayDuration={100}>
      <Root open={open} onOpenChange={onOpenChange}>
        <Trigger asChild>{children}</Trigger>
        <Portal>
          {/* It stands at the end of the page, outside every other landmark: without one of its own nobody is told where. */}
          <section aria-label="Hint">
            <Content
              side={side}
              sideOffset={6}
              collisionPadding={8}
              className="z-50 max-w-72 animate-fade-in rounded-md bg-ink px-2.5 py-1.5 text-xs text-canvas shadow-pop"
            >
              {text}
            </Content>
          </section>
        </Portal>
      </Root>
    </Provider>
  );
}
