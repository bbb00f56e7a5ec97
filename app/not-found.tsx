// An address that leads nowhere.
import Link from 'next/link';

export default function NotFound() {
  return (
    <main id="main" className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-3 p-6">
      <h1 className="text-xl font-semibold tracking-tight">There is no such page</h1>
      <p className="text-sm text-ink-3">The address may be old, or mistyped.</p>
      <Link href="/now" className="btn self-start">
        Go to Now
      </Link>
    </main>
  );
}
