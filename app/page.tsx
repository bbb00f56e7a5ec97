// The address without a path leads to Now.
import { redirect } from 'next/navigation';

export default function Home(): never {
  redirect('/now');
}
