// Above the rows of the queue: that it could not be read again, and how many came while somebody pointed at it.
import { clock } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/panel-states.tsx';

interface WithdrawalNoticesProps {
  error: Error | null;
  /** ISO time of what is shown. */
  readAt: string;
  onAgain: () => void;
  news: number;
  onNews: () => void;
}

export function WithdrawalNotices({ error, readAt, onAgain, news, onNews }: WithdrawalNoticesProps) {
  return (
    <>
      {error ? (
        <div className="px-4 lg:px-6">
          <ErrorState
            title="The queue could not be read again"
            action={{ label: 'Try again', onPress: onAgain }}
          >
            {error.message} Shown is what was known at {clock(readAt)} UTC.
          </ErrorState>
        </div>
      ) : null}
      {news > 0 ? (
        <p className="border-b border-line px-4 py-1.5 lg:px-6">
          <Button size="sm" onClick={onNews}>
            {news} new
          </Button>
        </p>
      ) : null}
    </>
  );
}
