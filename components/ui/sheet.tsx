// The right pane: stands beside the page on wide screens, over it on narrower ones, fills phones. Hatched when it raises.
'use client';
import './nonce.ts';
import clsx from 'clsx';
import { X } from 'lucide-react';
import { Close, Content, Description, Overlay, Portal, Root, Title } from 'radix-ui/dialog';
import type { ReactNode, RefObject } from 'react';
import { Button } from './button.tsx';
import { DirectionIcon, HatchedEdge } from './dialog.tsx';
import { useReturnFocus } from './return-focus.ts';
import { PANE_BESIDE, useMedia } from './use-media.ts';

interface SheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  tone?: 'safe' | 'raise' | 'plain';
  title: ReactNode;
  /** Right of the title, such as a chip. */
  badge?: ReactNode;
  description: string;
  initialFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
  footer?: ReactNode;
}

/**
 * Keep what the person types in the component that renders the sheet: when the window crosses 1280 px the sheet turns
 * from a pane beside the page into a modal one, and its inside is built anew.
 */
export function Sheet({
  open,
  onOpenChange,
  tone = 'plain',
  title,
  badge,
  description,
  initialFocus,
  children,
  footer,
}: SheetProps) {
  const beside = useMedia(PANE_BESIDE);
  const focus = useReturnFocus(initialFocus);
  return (
    <Root open={open} onOpenChange={onOpenChange} modal={!beside}>
      <Portal>
        <Overlay className="fixed inset-0 top-(--bar-banner) z-30 animate-fade-in bg-shade" />
        <Content
          data-pane={beside ? 'open' : undefined}
          {...focus}
          onInteractOutside={(event) => {
            // Beside the page it stays while the person looks something up there.
            if (beside) event.preventDefault();
          }}
          className={clsx(
            'fixed right-0 bottom-0 z-30 flex w-full flex-col bg-surface outline-none sm:w-(--pane)',
            beside
              ? 'top-[calc(var(--bar-banner)+var(--bar-header))] border-l border-line-strong'
              : 'top-(--bar-banner) animate-sheet-in shadow-pop',
          )}
        >
          {tone === 'raise' ? <HatchedEdge /> : null}
          <div className="flex min-h-12 shrink-0 items-center gap-2.5 border-b border-line py-1 pr-3 pl-6 [&_svg]:mt-0">
            <DirectionIcon tone={tone} />
            <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2.5 gap-y-1">
              <Title className="text-sm font-semibold break-words">{title}</Title>
              {badge}
            </span>
            <Close asChild>
              <Button variant="ghost" size="sm" square aria-label="Close">
                <X className="size-4" aria-hidden="true" />
              </Button>
            </Close>
          </div>
          <Description className="sr-only">{description}</Description>
          <div className="min-h-0 flex-1 overflow-y-auto py-3 pr-5 pl-6">{children}</div>
          {footer ? (
            <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-t border-line py-3 pr-4 pl-6 max-sm:[&_.btn]:h-12 max-sm:[&_.btn]:grow max-sm:[&_.btn]:text-[15px]">
              {footer}
            </div>
          ) : null}
        </Content>
      </Portal>
    </Root>
  );
}
