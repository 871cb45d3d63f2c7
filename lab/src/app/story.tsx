import { useState } from "preact/hooks";
import type { Schema } from "../params/schema.ts";
import type { Story } from "./room.ts";

interface Props {
  readonly stories: readonly Story<Schema>[];
  /** The one that is told. */
  readonly current: string | undefined;
  readonly onChoose: (story: Story<Schema> | undefined) => void;
}

/** The guided stories of a room: a preset, a question to answer by prediction, then the reason. */
export function Stories({ stories, current, onChoose }: Props) {
  const story = stories.find(({ id }) => id === current);
  if (stories.length === 0) return null;
  return (
    <section class="stories" aria-label="Guided stories">
      <ul>
        {stories.map((other) => (
          <li key={other.id}>
            <button
              type="button"
              class="story"
              data-story={other.id}
              aria-pressed={other.id === current}
              onClick={() => onChoose(other.id === current ? undefined : other)}
            >
              {other.title}
            </button>
          </li>
        ))}
      </ul>
      {story && <Told key={story.id} story={story} />}
    </section>
  );
}

function Told({ story }: { readonly story: Story<Schema> }) {
  const [answer, setAnswer] = useState<number>();
  const isRight = answer === story.right;
  return (
    <div class="told">
      <p class="question">{story.question}</p>
      <div class="answers" role="group" aria-label="Your prediction">
        {story.answers.map((text, i) => (
          <button
            key={text}
            type="button"
            data-answer={i}
            aria-pressed={answer === i}
            class={answer === undefined ? "" : i === story.right ? "is-right" : answer === i ? "is-not" : ""}
            onClick={() => setAnswer(i)}
          >
            {text}
          </button>
        ))}
      </div>
      <p class="reason" role="status">
        {answer !== undefined && (
          <>
            <strong>{isRight ? "Yes. " : "No. "}</strong>
            {story.reason}
          </>
        )}
      </p>
    </div>
  );
}
