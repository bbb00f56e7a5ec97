// The post-mortem on the screen of its incident: written while it is not signed, read afterwards, with signatures, file and paper.
'use client';
import Link from 'next/link';
import { useConsole } from '#app/_client/console-data.tsx';
import { SignatureLines } from '#components/canary/signature-lines.tsx';
import { day } from '#components/format-time.ts';
import { preventionLabel } from '#components/incidents/incident-words.ts';
import { PostMortemEditor } from '#components/incidents/post-mortem-editor.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Section } from '#components/ui/section.tsx';
import { POST_MORTEM_PART_NAMES, POST_MORTEM_PARTS } from '#lib/catalog/incidents.ts';
import type { IncidentBody } from '#lib/contract/incidents.ts';
import { savePostMortemAction, signPostMortemAction } from '../actions.ts';
import type { useIncidentActs } from './use-incident-acts.tsx';
import { useKeptDraft } from './use-kept-draft.ts';

interface PostMortemPartProps {
  body: IncidentBody;
  acts: ReturnType<typeof useIncidentActs>;
  heldBy: string | null;
}

function Written({ body }: { body: IncidentBody }) {
  const { text, prevention } = body.postMortem;
  return (
    <div className="flex flex-col gap-3 text-sm">
      {POST_MORTEM_PART_NAMES.map((name) => (
        <div key={name}>
          <h3 className="lbl">{POST_MORTEM_PARTS[name].title}</h3>
          <p className="max-w-prose break-words whitespace-pre-line">
            {text[name] || 'Nothing is written here.'}
          </p>
        </div>
      ))}
      <div>
        <h3 className="lbl">Prevention</h3>
        {prevention.length === 0 ? <p>Nothing is planned.</p> : null}
        <ul>
          {prevention.map((item) => (
            <li key={item.id}>
              {preventionLabel(item.kind)}: {item.what} ({item.owner.name}, due {day(item.dueOn)}
              {item.doneAt ? `, done ${day(item.doneAt)} by ${item.doneBy}` : ''})
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

export function PostMortemPart({ body, acts, heldBy }: PostMortemPartProps) {
  const { me } = useConsole();
  const { incident, postMortem, people } = body;
  const { draft, changed, setDraft, settle } = useKeptDraft(incident.id, postMortem);
  const signed = postMortem.signedAt !== null;
  const save = (): void => {
    const { version, text, prevention } = draft;
    void acts
      .act('text', 'Save the post-mortem', savePostMortemAction, { version, ...text, prevention })
      .then((taken) => {
        if (taken) settle();
      });
  };
  return (
    <div id="post-mortem">
      <Section
        title="Post-mortem"
        note={signed ? 'signed' : postMortem.version === 0 ? 'a draft that nobody has saved' : 'not signed'}
        aside={
          <span className="flex gap-2">
            <a
              href={`/api/v1/incidents/${incident.id}/markdown`}
              download
              className={buttonClass('ghost', 'sm')}
            >
              Markdown
            </a>
            <Link href={`/incidents/${incident.number}/print`} className={buttonClass('ghost', 'sm')}>
              Paper
            </Link>
          </span>
        }
        rule
      >
        <div className="flex flex-col gap-5 pt-2">
          {signed ? (
            <Written body={body} />
          ) : (
            <PostMortemEditor
              draft={draft}
              saved={postMortem}
              changed={changed}
              people={people}
              heldBy={heldBy}
              pending={acts.pending}
              error={acts.errorAt('text')}
              onDraft={setDraft}
              onSave={save}
              onDiscard={settle}
            />
          )}
          <div>
            <h3 className="lbl mb-1">Sign-off</h3>
            <SignatureLines
              postMortem={postMortem}
              me={me}
              heldBy={changed ? 'Save your changes first, or leave them.' : null}
              pending={acts.pending}
              onSign={(as) =>
                void acts.act('signatures', 'Sign the post-mortem', signPostMortemAction, {
                  as,
                  hash: postMortem.hash,
                })
              }
            />
            <FormError error={acts.errorAt('signatures')} />
          </div>
        </div>
      </Section>
    </div>
  );
}
